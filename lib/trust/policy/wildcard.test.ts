// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileWithVariables, hasVariable } from './variables';
import { matchTokens, matchWildcard } from './wildcard';

/** The definition itself, exponential: only for short inputs. */
function naive(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*') return naive(pattern.slice(1), text) || (text !== '' && naive(pattern, text.slice(1)));
  return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && naive(pattern.slice(1), text.slice(1));
}

describe('wildcards', () => {
  it('agrees with the definition', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 10 });
    fc.assert(
      fc.property(pattern, text, (p, t) => matchWildcard(p, t) === naive(p, t)),
      { numRuns: 5000 },
    );
  });

  it('stays fast where a backtracking matcher would not end', () => {
    const started = performance.now();
    expect(matchWildcard(`${'a*'.repeat(200)}b`, 'a'.repeat(20_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('takes every other character as itself', () => {
    expect(matchWildcard('a.c[d]', 'a.c[d]')).toBe(true);
    expect(matchWildcard('a.c', 'abc')).toBe(false);
  });
});

describe('policy variables', () => {
  const lookup = (key: string) => ({ 'aws:username': 'a*', 'aws:other': 'x' })[key];
  const match = (pattern: string, text: string) => {
    const tokens = compileWithVariables(pattern, lookup, true);
    return tokens !== null && matchTokens(tokens, text);
  };

  it('are replaced, their values taken literally', () => {
    expect(match('home/${aws:username}/*', 'home/a*/x')).toBe(true);
    expect(match('home/${aws:username}/*', 'home/abc/x')).toBe(false);
  });

  it('have defaults and escapes, and match nothing without a value', () => {
    expect(match("${aws:missing, 'dev'}-*", 'dev-1')).toBe(true);
    expect(match('${*}${?}${$}', '*?$')).toBe(true);
    expect(match('${*}', 'x')).toBe(false);
    expect(match('${aws:missing}', '')).toBe(false);
  });

  it('are told from the escapes', () => {
    expect(hasVariable('${aws:userid}')).toBe(true);
    expect(hasVariable('${*}')).toBe(false);
  });
});
