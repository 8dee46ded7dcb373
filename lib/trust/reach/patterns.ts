import { splitSix } from '../policy/arn';
import { ANY, compileWildcard, ONE, type PatternToken } from '../policy/wildcard';

/** A set of ARNs: six parts each matched by itself, or one run of tokens for what is no ARN (`*` above all). */
export type ArnSet = { parts: readonly (readonly PatternToken[])[]; everything: boolean };

/** How a pattern lies to a set: it has all of it, some of it (as far as is known), or none. */
export type Relation = 'covers' | 'part' | 'none';

export function arnSet(text: string): ArnSet {
  return tokenSet(compileWildcard(text));
}

export function tokenSet(tokens: readonly PatternToken[]): ArnSet {
  const parts = splitSix(tokens);
  const everything = tokens.length === 1 && tokens[0] === ANY;
  return parts.length < 6 ? { parts: [[...tokens]], everything } : { parts, everything: false };
}

/**
 * `covers` only when every ARN of `target` is surely one of `pattern`; `none` only when surely no ARN is in both.
 * Source of the part-wise match: IAM user guide, "Resource element", as `matchArnTokens` has it.
 */
export function relate(pattern: ArnSet, target: ArnSet): Relation {
  if (pattern.everything) return 'covers';
  if (target.everything) return 'part';
  if (pattern.parts.length !== target.parts.length) return relateText(joined(pattern), joined(target));
  let relation: Relation = 'covers';
  for (const [at, part] of pattern.parts.entries()) {
    const found = relateText(part, target.parts[at] ?? []);
    if (found === 'none') return 'none';
    if (found === 'part') relation = 'part';
  }
  return relation;
}

function relateText(pattern: readonly PatternToken[], target: readonly PatternToken[]): Relation {
  if (covers(pattern, target)) return 'covers';
  return intersects(pattern, target) ? 'part' : 'none';
}

function joined({ parts }: ArnSet): PatternToken[] {
  return parts.flatMap((part, at) => (at === 0 ? part : [0x3a, ...part]));
}

/**
 * Whether the pattern takes every text of the target: only a `*` of its own takes a `*`, a `*` or `?` takes a `?`.
 * Greedy, as `matchTokens`: on a mismatch the last `*` takes one more.
 */
export function covers(pattern: readonly PatternToken[], target: readonly PatternToken[]): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < target.length) {
    const token = pattern[at];
    const wanted = target[position];
    if (token === ANY) {
      star = at++;
      resume = position;
    } else if (wanted !== ANY && token !== undefined && (token === ONE || token === wanted)) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[at] === ANY) at++;
  return at === pattern.length;
}

/** Whether some text is in both: a walk over pairs of positions, one row at a time. A star stands while the other moves. */
export function intersects(left: readonly PatternToken[], right: readonly PatternToken[]): boolean {
  let row = new Uint8Array(right.length + 1);
  row[0] = 1;
  for (let i = 0; i <= left.length; i++) {
    const token = left[i];
    const next = new Uint8Array(right.length + 1);
    for (let j = 0; j <= right.length; j++) {
      if (!row[j]) continue;
      const other = right[j];
      if (token === ANY || other === ANY) {
        if (other !== undefined) row[j + 1] = 1;
        if (token !== undefined) next[j] = 1;
      } else if (token !== undefined && other !== undefined && (token === ONE || other === ONE || token === other)) {
        next[j + 1] = 1;
      }
    }
    if (i === left.length) return row[right.length] === 1;
    row = next;
  }
  return false;
}
