import type { ResourceSummary } from '@/lib/schemas/inventory';

const DEEP = 3;
const MOST = 200;

/** Paths of plain values in the attributes of these resources, as columns (`attr.state.name`), the most frequent first. */
export function attributeColumns(resources: readonly Pick<ResourceSummary, 'attributes'>[]): string[] {
  const seen = new Map<string, number>();
  const walk = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) {
      const [first] = value;
      if (first === undefined || typeof first !== 'object' || first === null) note(path);
      else walk(first, path);
    } else if (typeof value === 'object' && value !== null) {
      if (path.length < DEEP)
        for (const [name, part] of Object.entries(value)) if (/^[^.,]+$/.test(name)) walk(part, [...path, name]);
    } else note(path);
  };
  const note = (path: readonly string[]) => {
    const column = `attr.${path.join('.')}`;
    if (path.length > 0) seen.set(column, (seen.get(column) ?? 0) + 1);
  };
  for (const { attributes } of resources) walk(attributes ?? {}, []);
  return [...seen]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MOST)
    .map(([column]) => column);
}
