/** One position of a pattern: a UTF-16 code unit, `ANY` for `*`, `ONE` for `?`. */
export type PatternToken = number;
export const ANY: PatternToken = -1;
export const ONE: PatternToken = -2;

/** `*` is any run of characters, `?` exactly one; everything else is itself. */
export function compileWildcard(pattern: string): PatternToken[] {
  const tokens: PatternToken[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at);
    if (unit === 0x2a) {
      if (tokens.at(-1) !== ANY) tokens.push(ANY);
    } else tokens.push(unit === 0x3f ? ONE : unit);
  }
  return tokens;
}

export function compileLiteral(text: string): PatternToken[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

/**
 * Matches without regular expressions: on a mismatch only the last `*` takes one more character, earlier ones are never
 * revisited. Linear for a pattern without a `*` in its middle, at most pattern x text otherwise; never exponential.
 */
export function matchTokens(tokens: readonly PatternToken[], text: string): boolean {
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < text.length) {
    const token = tokens[at];
    if (token === ANY) {
      star = at++;
      resume = position;
      if (at === tokens.length) return true;
    } else if (token === ONE || token === text.charCodeAt(position)) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (tokens[at] === ANY) at++;
  return at === tokens.length;
}

export function matchWildcard(pattern: string, text: string): boolean {
  return matchTokens(compileWildcard(pattern), text);
}

export function hasWildcard(text: string): boolean {
  return text.includes('*') || text.includes('?');
}
