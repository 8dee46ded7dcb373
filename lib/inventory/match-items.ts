import { canonicalJson } from '@/lib/collectors/hash';
import type { Json } from '@/lib/collectors/types';
import { isStatement, normalStatement } from './policy-shape';

export type MatchedItem = { label: string; before: Json | undefined; after: Json | undefined };

/** What names an item of a list, in AWS's own words. */
const NAMES = ['Sid', 'policyName', 'policyArn', 'versionId', 'serialNumber', 'accessKeyId', 'key'] as const;

/**
 * Pairs the items of two lists: equal ones first (whatever their place), then those of the same name, then what is left
 * in order. Equal pairs are left out. `label` is the item's name or its place in the later list (else in the former).
 */
export function matchItems(before: readonly Json[], after: readonly Json[]): MatchedItem[] {
  const left = before.map((item, index) => ({ item, index, text: textOf(item), name: nameOf(item) }));
  const right = after.map((item, index) => ({ item, index, text: textOf(item), name: nameOf(item) }));
  const pairs: [(typeof left)[number] | undefined, (typeof right)[number] | undefined][] = [];
  const take = (same: (a: (typeof left)[number], b: (typeof right)[number]) => boolean, keep: boolean) => {
    for (const one of [...left]) {
      const other = right.find((candidate) => same(one, candidate));
      if (!other) continue;
      left.splice(left.indexOf(one), 1);
      right.splice(right.indexOf(other), 1);
      if (keep) pairs.push([one, other]);
    }
  };
  take((a, b) => a.text === b.text, false);
  take((a, b) => a.name !== null && a.name === b.name, true);
  take((a, b) => a.name === null && b.name === null && isContainer(a.item) && isContainer(b.item), true);
  for (const one of left) pairs.push([one, undefined]);
  for (const other of right) pairs.push([undefined, other]);
  return pairs
    .toSorted(([a, b], [c, d]) => (b ?? a ?? { index: 0 }).index - (d ?? c ?? { index: 0 }).index)
    .map(([one, other]) => ({
      label: other?.name ?? one?.name ?? String((other ?? one)?.index ?? 0),
      before: one?.item,
      after: other?.item,
    }));
}

function textOf(item: Json): string {
  const statement = item !== null && typeof item === 'object' && !Array.isArray(item) && isStatement(item);
  return canonicalJson(statement ? normalStatement(item) : item);
}

function nameOf(item: Json): string | null {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return null;
  for (const key of NAMES) {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

function isContainer(item: Json): boolean {
  return item !== null && typeof item === 'object';
}
