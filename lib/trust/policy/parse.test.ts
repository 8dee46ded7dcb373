import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDuplicateKeys } from './json';
import { MAX_POLICY_LENGTH, parsePolicy } from './parse';
import { parseOperator } from './parse-condition';
import { CONDITION_OPERATORS } from './types';

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const document = (more: object) => ({ Version: '2012-10-17', Statement: [{ ...statement, ...more }] });
const messages = (value: unknown, use?: 'identity' | 'trust') =>
  parsePolicy(value, use).problems.map(({ path, message }) => `${path}: ${message}`);

describe('parsePolicy', () => {
  it('never throws, whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof parsePolicy(value).ok === 'boolean'));
    fc.assert(fc.property(fc.json(), (text) => typeof parsePolicy(text).ok === 'boolean'));
    fc.assert(fc.property(fc.string(), (text) => typeof parsePolicy(text).ok === 'boolean'));
  });

  it('turns single values into lists', () => {
    const parsed = parsePolicy({ Version: '2012-10-17', Statement: { ...statement, Principal: { AWS: '1' } } });
    expect(parsed).toMatchObject({
      ok: true,
      policy: {
        statements: [{ actions: ['s3:GetObject'], resources: ['*'], principals: [{ kind: 'AWS', value: '1' }] }],
      },
    });
  });

  it('reports repeated members and reads the last', () => {
    const text =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Action":"a:b","Resource":"*"}]}';
    const parsed = parsePolicy(text);
    expect(parsed).toMatchObject({ ok: true, policy: { statements: [{ effect: 'Allow' }] } });
    expect(parsed.problems[0]).toMatchObject({ severity: 'warning', path: 'Statement[0].Effect' });
  });

  it("reads IAM's percent-encoded form", () => {
    expect(parsePolicy(encodeURIComponent(JSON.stringify(document({})))).ok).toBe(true);
  });

  it.each([
    ['an unknown element', document({ Principle: '*' }), 'Statement[0].Principle: "Principle" is not an element'],
    ['a lower-case effect', document({ Effect: 'allow' }), 'Statement[0].Effect'],
    ['Action with NotAction', document({ NotAction: 'a:b' }), 'Action and NotAction'],
    [
      'an unknown operator',
      document({ Condition: { StringIs: { a: 'b' } } }),
      '"StringIs" is not a condition operator',
    ],
    ['a null value', document({ Condition: { StringEquals: { a: null } } }), 'Statement[0].Condition.StringEquals.a'],
    ['an unknown version', { Version: '2020-01-01', Statement: [] }, 'Version'],
    ['an unknown kind of principal', document({ Principal: { Azure: 'x' } }), '"Azure" is not a kind of principal'],
    ['an empty principal', document({ Principal: {} }), 'names no principal'],
  ])('names %s', (_, value, text) => {
    expect(parsePolicy(value).ok).toBe(false);
    expect(messages(value).join('\n')).toContain(text);
  });

  it('knows what each kind of policy must have', () => {
    expect(parsePolicy(document({}), 'identity').ok).toBe(true);
    expect(messages(document({}), 'trust').join()).toContain('no Principal');
    expect(messages(document({ Principal: '*' }), 'identity').join()).toContain('has no Principal');
    expect(messages(document({ Principal: '*' }), 'trust').join()).toContain('has no Resource');
  });

  it('refuses a document without end', () => {
    expect(parsePolicy(' '.repeat(MAX_POLICY_LENGTH + 1)).ok).toBe(false);
  });
});

describe('findDuplicateKeys', () => {
  it('finds none in what JSON.stringify writes', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => findDuplicateKeys(JSON.stringify(value)).length === 0));
  });

  it('sees equal keys through escapes, and none in values', () => {
    expect(findDuplicateKeys('{"a":1,"\\u0061":2,"b":["a","a"],"c":{"a":1}}')).toEqual([{ path: '', key: 'a' }]);
  });
});

describe('parseOperator', () => {
  it('reads every operator with its prefixes and suffix', () => {
    for (const operator of CONDITION_OPERATORS) {
      expect(parseOperator(operator)).toEqual({ operator, ifExists: false, quantifier: null });
      if (operator === 'Null') continue;
      expect(parseOperator(`ForAllValues:${operator}IfExists`)).toEqual({
        operator,
        ifExists: true,
        quantifier: 'all',
      });
      expect(parseOperator(`ForAnyValue:${operator}`)).toEqual({ operator, ifExists: false, quantifier: 'any' });
    }
    expect(parseOperator('constructor')).toBeNull();
  });
});
