import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeQuery } from './complete';
import { parseQuery } from './parse';

const vocabulary = {
  type: [
    { value: 'AWS::EC2::Instance', label: 'EC2 instance', count: 9 },
    { value: 'AWS::IAM::Role', label: 'IAM role', count: 4 },
    { value: 'AWS::IAM::User', label: 'IAM user', count: 2 },
  ],
  account: [{ value: '339712905844', label: 'payments-prod' }],
  region: [{ value: 'eu-west-1' }, { value: 'eu-central-1' }],
  tagKey: [{ value: 'team', count: 7 }, { value: 'Cost Center' }],
  tagValue: [{ value: 'payments' }, { value: 'two words' }],
};
/** `|` is the cursor; answers the text after the first suggestion was taken, and all labels. */
function complete(marked: string) {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, suggestions, slot } = completeQuery(text, cursor, vocabulary);
  const [first] = suggestions;
  return {
    slot,
    labels: suggestions.map(({ label }) => label),
    taken: first && `${text.slice(0, from)}${first.insert}${text.slice(to)}`,
  };
}

describe('completeQuery', () => {
  test.each([
    ['ty|', 'type:'],
    ['-ty| x', '-type: x'],
    ['re|', 'region:'],
    ['age|', 'age>'],
    ['age>9|', 'age>90d'],
    ['age:>3|', 'age:>30d'],
    ['x type:ro|', 'x type:AWS::IAM::Role'],
    ['type:AWS::IAM::Role,us|', 'type:AWS::IAM::Role,AWS::IAM::User'],
    ['type:ro|,AWS::IAM::User', 'type:AWS::IAM::Role,AWS::IAM::User'],
    ['account:pay|', 'account:339712905844'],
    ['region!=cent|', 'region!=eu-central-1'],
    ['state:d|', 'state:deleted'],
    ['tag.te|', 'tag.team='],
    ['tag.cost|', 'tag."Cost Center"='],
    ['tag:te|', 'tag:team'],
    ['tag:team,co|', 'tag:team,"Cost Center"'],
    ['tag.team=pa| x', 'tag.team=payments x'],
    ['tag.team=a,tw|', 'tag.team=a,"two words"'],
    ['tag."Cost Center"="two|', 'tag."Cost Center"="two words"'],
    ['role|', 'type:AWS::IAM::Role'],
  ])('%s becomes %s', (marked, expected) => {
    expect(complete(marked).taken).toBe(expected);
  });

  test('offers every field to an empty query, and nothing inside a phrase', () => {
    expect(complete('|').labels).toContain('type:');
    expect(complete('"two wo|').labels).toEqual([]);
  });

  test('tells whose values are wanted', () => {
    expect(complete('tag.team=pa|').slot).toEqual({ kind: 'value', field: 'tag', key: 'team', typed: 'pa' });
    expect(complete('tag.|').slot).toEqual({ kind: 'key', dotted: true, typed: '' });
    expect(complete('name:pa|').labels).toEqual([]);
  });

  test('replaces a range of the text, at any cursor, and what it inserts is understood', () => {
    const piece = fc.constantFrom(...'":,=*-<> \\', 'tag.', 'type:', 'age', 'team', 'x', 'region:');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(40), (pieces, at) => {
        const text = pieces.join('');
        const { from, to, suggestions } = completeQuery(text, Math.min(at, text.length), vocabulary);
        expect(from).toBeLessThanOrEqual(to);
        expect(to).toBeLessThanOrEqual(text.length);
        for (const { insert } of suggestions) expect(insert).not.toBe('');
      }),
      { numRuns: 2000, examples: [[[',', '-', '"', '\\'], 1]] },
    );
    for (const marked of ['type:ro|', 'tag.team=tw|', 'tag:co|', 'age>|', 'region:|']) {
      expect(parseQuery(complete(marked).taken ?? '').problems).toEqual([]);
    }
  });
});
