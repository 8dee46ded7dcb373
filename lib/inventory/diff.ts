import { canonicalJson } from '@/lib/collectors/hash';
import type { Json, JsonObject } from '@/lib/collectors/types';
import { matchItems } from './match-items';
import { isStatement, normalStatement } from './policy-shape';
import { isRules, ruleLines } from './security-rules';

export type Difference = { path: string; kind: 'added' | 'removed' | 'changed'; before?: Json; after?: Json };

/**
 * What differs between two documents, as readable paths in the order of the document. Items of lists are matched by what
 * names them (a Sid, a policy's name) or by what they say, not by place; in policies one value and a list of it are the
 * same, and order is no difference. Rules of a security group are compared as one line a source.
 */
export function diffDocuments(before: Json, after: Json): Difference[] {
  const found: Difference[] = [];
  compare('', before, after, found);
  // The hash differs by order alone, which AWS does not promise: say so rather than show a version without a change.
  if (found.length === 0 && canonicalJson(before) !== canonicalJson(after)) {
    found.push({ path: '(order of items)', kind: 'changed' });
  }
  return found;
}

function compare(path: string, before: Json | undefined, after: Json | undefined, found: Difference[]): void {
  if (before === undefined) {
    if (after !== undefined) found.push({ path, kind: 'added', after });
  } else if (after === undefined) {
    found.push({ path, kind: 'removed', before });
  } else if (canonicalJson(before) === canonicalJson(after)) {
    return;
  } else if (isObject(before) && isObject(after)) {
    compareObjects(path, before, after, found);
  } else if (Array.isArray(before) && Array.isArray(after)) {
    compareLists(path, before, after, found);
  } else {
    found.push({ path, kind: 'changed', before, after });
  }
}

function compareObjects(path: string, before: JsonObject, after: JsonObject, found: Difference[]): void {
  const [was, is] =
    isStatement(before) && isStatement(after) ? [normalStatement(before), normalStatement(after)] : [before, after];
  for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
    const own = (object: JsonObject) => (Object.hasOwn(object, key) ? object[key] : undefined);
    let [left, right] = [own(was), own(is)];
    // A policy's Statement may be one object or a list of them.
    if (key === 'Statement' && Array.isArray(left) !== Array.isArray(right))
      [left, right] = [listOf(left), listOf(right)];
    if (isRules(key, left) || isRules(key, right)) [left, right] = [ruleLines(left), ruleLines(right)];
    compare(path === '' ? key : `${path}.${key}`, left, right, found);
  }
}

function compareLists(path: string, before: Json[], after: Json[], found: Difference[]): void {
  for (const { label, before: left, after: right } of matchItems(before, after)) {
    compare(`${path}[${label}]`, left, right, found);
  }
}

function listOf(value: Json | undefined): Json | undefined {
  return value === undefined || Array.isArray(value) ? value : [value];
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
