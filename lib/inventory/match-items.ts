import { canonicalJson } from '@/lib/collectors/hash';
import type { Json, JsonObject } from '@/lib/collectors/types';
import { isStatement, normalStatement } from './policy-shape';

export type MatchedItem = { label: string; before: Json | undefined; after: Json | undefined };

/** What names an item of a list, in AWS's own words. */
const NAMES = ['Sid', 'rule', 'policyName', 'policyArn', 'versionId', 'serialNumber', 'accessKeyId', 'key'] as const;
const LABEL_LENGTH = 60;

/**
 * Pairs the items of two lists: equal ones first (whatever their place), then those of the same name, then what is left
 * in order; statements of a policy only when they have the effect and something else in common. Equal pairs are left out.
 * `label` is what names the item, the words of a statement or a text, else its place in the later list (or the former).
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
  take((a, b) => a.name === null && b.name === null && alike(a.item, b.item), true);
  for (const one of left) pairs.push([one, undefined]);
  for (const other of right) pairs.push([undefined, other]);
  return pairs
    .toSorted(([a, b], [c, d]) => (b ?? a ?? { index: 0 }).index - (d ?? c ?? { index: 0 }).index)
    .map(([one, other]) => ({
      label: other?.name ?? one?.name ?? wordsOf(other?.item ?? one?.item) ?? String((other ?? one)?.index ?? 0),
      before: one?.item,
      after: other?.item,
    }));
}

function textOf(item: Json): string {
  return canonicalJson(statementOf(item) ?? item);
}

function statementOf(item: Json | undefined): JsonObject | null {
  const object = item !== null && typeof item === 'object' && !Array.isArray(item);
  return object && isStatement(item) ? normalStatement(item) : null;
}

/** Whether two unnamed items may be one that was changed. */
function alike(a: Json, b: Json): boolean {
  if (!isContainer(a) || !isContainer(b)) return false;
  const [left, right] = [statementOf(a), statementOf(b)];
  if (!left || !right) return true;
  const same = (key: string) => canonicalJson(left[key] ?? null) === canonicalJson(right[key] ?? null);
  return same('Effect') && ['Action', 'NotAction', 'Resource', 'Principal'].some((key) => key in left && same(key));
}

/** "Allow s3:GetObject and 2 more" of a statement, a text itself; null for what has no words of its own. */
function wordsOf(item: Json | undefined): string | null {
  if (typeof item === 'string') return bracketable(item);
  const statement = statementOf(item);
  if (!statement) return null;
  const actions = [statement.Action ?? statement.NotAction ?? []].flat();
  const more = actions.length > 1 ? ` and ${actions.length - 1} more` : '';
  return bracketable(
    `${String(statement.Effect)} ${'NotAction' in statement ? 'all but ' : ''}${String(actions[0])}${more}`,
  );
}

function bracketable(text: string): string | null {
  const plain = text.replaceAll('[', '(').replaceAll(']', ')');
  return plain === '' ? null : plain.length > LABEL_LENGTH ? `${plain.slice(0, LABEL_LENGTH - 1)}…` : plain;
}

function nameOf(item: Json): string | null {
  if (item === null || typeof item !== 'object' || Array.isArray(item)) return null;
  for (const key of NAMES) {
    const value = Object.hasOwn(item, key) ? item[key] : undefined;
    if (typeof value === 'string' && value !== '') return bracketable(value);
  }
  return null;
}

function isContainer(item: Json): boolean {
  return item !== null && typeof item === 'object';
}
