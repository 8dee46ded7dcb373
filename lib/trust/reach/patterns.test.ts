import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANY, compileWildcard, matchTokens, ONE } from '../policy/wildcard';
import { arnSet, covers, intersects, relate } from './patterns';

const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 7 }).map((parts) => parts.join(''));
const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }).map((parts) => parts.join(''));

/** A text of a pattern: each `*` and `?` filled in. */
const filled = (of: string, fill: readonly string[]) =>
  compileWildcard(of)
    .map((token, at) =>
      token === ANY
        ? (fill[at] ?? '')
        : token === ONE
          ? (fill[at] ?? 'a').slice(0, 1) || 'b'
          : String.fromCharCode(token),
    )
    .join('');
const fills = fc.array(text, { minLength: 8, maxLength: 8 });

describe('patterns of patterns', () => {
  it('what a pattern covers, it matches in every text of it', () => {
    fc.assert(
      fc.property(pattern, pattern, fills, (outer, inner, fill) => {
        fc.pre(covers(compileWildcard(outer), compileWildcard(inner)));
        expect(matchTokens(compileWildcard(outer), filled(inner, fill))).toBe(true);
      }),
    );
  });

  it('a text that both match is one in which they meet, whichever is asked first', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (left, right, both) => {
        const [l, r] = [compileWildcard(left), compileWildcard(right)];
        expect(intersects(l, r)).toBe(intersects(r, l));
        if (matchTokens(l, both) && matchTokens(r, both)) expect(intersects(l, r)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('of a plain text, covering, meeting and matching are the same', () => {
    fc.assert(
      fc.property(pattern, text, (of, plain) => {
        const [tokens, target] = [compileWildcard(of), compileWildcard(plain)];
        const matches = matchTokens(tokens, plain);
        expect(covers(tokens, target)).toBe(matches);
        expect(intersects(tokens, target)).toBe(matches);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['arn:aws:s3:::logs-*', 'arn:aws:s3:::logs-prod/*', 'covers'],
    ['arn:aws:s3:::logs/2026/*', 'arn:aws:s3:::logs/*', 'part'],
    ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*', 'none'],
    ['arn:aws:s3:::*/*', 'arn:aws:s3:::logs/*', 'covers'],
    ['arn:aws:iam::*:role/x', 'arn:aws:iam::123456789012:role/x', 'covers'],
    ['arn:aws:*:x', 'arn:aws:iam::123456789012:role/x', 'none'],
    ['*', 'arn:aws:sqs:eu-central-1:1:jobs', 'covers'],
    ['arn:aws:sqs:*:*:jobs', '*', 'part'],
    ['arn:aws:sqs:us-*:*:jobs', 'arn:aws:sqs:eu-central-1:1:jobs', 'none'],
  ])('%s over %s: %s', (left, right, relation) => {
    expect(relate(arnSet(left), arnSet(right))).toBe(relation);
  });

  it('long patterns of stars take no longer than pattern times text', () => {
    const stars = compileWildcard('*a'.repeat(400));
    const began = performance.now();
    expect(intersects(stars, compileWildcard(`${'b*'.repeat(400)}`))).toBe(true);
    expect(intersects(stars, compileWildcard('b'.repeat(2000)))).toBe(false);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});
