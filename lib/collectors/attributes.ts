import type { Json, JsonObject } from './types';

/**
 * An SDK answer's structure as attributes: names in camelCase (`VpcId` -> `vpcId`, `DBInstanceClass` ->
 * `dbInstanceClass`), dates as ISO 8601, undefined and `$metadata` left out, bytes dropped. `omit` leaves out members by
 * AWS's name at any depth; under `maps` keys are data (environment variables) and stay as they are.
 */
export function attributesOf(
  value: object,
  options: { omit?: readonly string[]; maps?: readonly string[] } = {},
): JsonObject {
  const { omit = [], maps = [] } = options;
  const convert = (each: unknown, keepKeys: boolean): Json | undefined => {
    if (each === undefined || each instanceof Uint8Array || typeof each === 'function') return undefined;
    if (each === null || typeof each === 'string' || typeof each === 'boolean') return each;
    if (typeof each === 'number' || typeof each === 'bigint') return Number(each);
    if (each instanceof Date) return each.toISOString();
    if (Array.isArray(each)) return each.flatMap((item) => convert(item, keepKeys) ?? []);
    const entries = Object.entries(each as object).flatMap(([name, member]) => {
      if (name === '$metadata' || omit.includes(name)) return [];
      const converted = convert(member, maps.includes(name));
      return converted === undefined ? [] : [[keepKeys ? name : camelCase(name), converted] as const];
    });
    return Object.fromEntries(entries);
  };
  return convert(value, false) as JsonObject;
}

/** `VpcId` -> `vpcId`, `DBInstanceClass` -> `dbInstanceClass`, `ARN` -> `arn`. */
export function camelCase(name: string): string {
  return name.replace(/^(?:[A-Z]+(?=[A-Z][a-z]|\d|$)|[A-Z])/, (head) => head.toLowerCase());
}

/** Orders a list that AWS answers in no promised order, so that the same content hashes the same. */
export function sorted<T extends Json>(items: readonly T[] | undefined): T[] {
  return [...(items ?? [])].sort((a, b) => {
    const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
