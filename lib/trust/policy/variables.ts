import { ANY, compileLiteral, compileWildcard, type PatternToken } from './wildcard';

/** Gives the single value of a condition key, or undefined when the request has none (or several). */
export type Lookup = (key: string) => string | undefined;

/**
 * Compiles a policy value with its variables: `${aws:username}`, `${key, 'default'}` and the escapes `${*}`, `${?}`, `${$}`.
 * What a variable stands for is literal: a `*` in a tag is no wildcard. Null when a variable has no value: it matches nothing.
 */
export function compileWithVariables(value: string, lookup: Lookup, wildcards: boolean): PatternToken[] | null {
  const tokens: PatternToken[] = [];
  let at = 0;
  while (at < value.length) {
    const open = value.indexOf('${', at);
    const close = open < 0 ? -1 : value.indexOf('}', open);
    const plainEnd = close < 0 ? value.length : open;
    const plain = value.slice(at, plainEnd);
    append(tokens, wildcards ? compileWildcard(plain) : compileLiteral(plain));
    if (close < 0) break;
    const resolved = resolve(value.slice(open + 2, close), lookup);
    if (resolved === null) return null;
    append(tokens, compileLiteral(resolved));
    at = close + 1;
  }
  return tokens;
}

/** True when a value depends on the request: it has a variable that is not one of the three escapes. */
export function hasVariable(value: string): boolean {
  return /\$\{(?![*?$]\})[^}]*\}/.test(value);
}

function resolve(body: string, lookup: Lookup): string | null {
  if (body === '*' || body === '?' || body === '$') return body;
  const comma = body.indexOf(',');
  const name = (comma < 0 ? body : body.slice(0, comma)).trim();
  const found = lookup(name);
  if (found !== undefined) return found;
  if (comma < 0) return null;
  const fallback = body.slice(comma + 1).trim();
  return fallback.startsWith("'") && fallback.endsWith("'") && fallback.length >= 2 ? fallback.slice(1, -1) : null;
}

function append(target: PatternToken[], more: readonly PatternToken[]): void {
  for (const token of more) if (!(token === ANY && target.at(-1) === ANY)) target.push(token);
}
