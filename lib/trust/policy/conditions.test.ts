// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written like this
import { describe, expect, it } from 'vitest';
import { ConditionKeys, evaluateClause } from './conditions';
import { parseConditions } from './parse-condition';

function holds(operator: string, wanted: unknown, actual: string | string[] | undefined): boolean {
  const [clause] = parseConditions({ [operator]: { 'aws:Key': wanted } }, '', []);
  if (!clause) throw new Error(`not an operator: ${operator}`);
  return evaluateClause(clause, new ConditionKeys({ 'AWS:key': actual })).holds;
}

describe('evaluateClause', () => {
  it.each<[string, unknown, string | string[] | undefined, boolean]>([
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'A', 'a', false],
    ['StringEqualsIgnoreCase', 'A', 'a', true],
    ['StringLike', 'a*', 'ab', true],
    ['StringLike', ['x', 'a?'], 'ab', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotLike', 'a*', 'ab', false],
    ['NumericLessThan', '5', '4', true],
    ['NumericLessThanEquals', 5, '5', true],
    ['NumericGreaterThan', '5', 'x', false],
    ['NumericEquals', '1.0', '1', true],
    ['DateLessThan', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '1789123337', '2026-09-11T10:42:18Z', true],
    ['DateEquals', 'soon', '2026-01-01', false],
    ['Bool', 'TRUE', 'true', true],
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['IpAddress', '203.0.113.0/24', '203.0.113.9', true],
    ['IpAddress', '203.0.113.9', '203.0.113.10', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', 'not an address', '203.0.113.9', false],
    ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
    ['ArnLike', 'arn:aws:iam::*:role/ci/*', 'arn:aws:iam::123456789012:role/ci/deploy', true],
    ['ArnLike', 'arn:aws:iam::*:role', 'arn:aws:iam::123456789012:user/x:role', false],
    ['ArnEquals', 'arn:aws:iam::*:role/a', 'arn:aws:iam::1:x:role/a', false],
    ['ArnNotLike', 'arn:aws:iam::1:*', 'arn:aws:iam::2:role/a', true],
    ['Null', 'true', undefined, true],
    ['Null', 'false', 'x', true],
    ['Null', true, 'x', false],
  ])('%s %j of %j is %j', (operator, wanted, actual, expected) => {
    expect(holds(operator, wanted, actual)).toBe(expected);
  });

  it.each<[string, boolean]>([
    ['StringEquals', false],
    ['StringEqualsIfExists', true],
    ['StringNotEquals', true],
    ['ForAllValues:StringEquals', true],
    ['ForAnyValue:StringEquals', false],
    ['ForAnyValue:StringNotEquals', false],
    ['Bool', false],
    ['IpAddress', false],
  ])('%s of an absent key is %j', (operator, expected) => {
    expect(holds(operator, 'x', undefined)).toBe(expected);
  });

  it('quantifies over several values', () => {
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'])).toBe(true);
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'])).toBe(false);
    expect(holds('ForAnyValue:StringEquals', ['a'], ['c', 'a'])).toBe(true);
    expect(holds('ForAllValues:StringNotEquals', ['a'], ['c', 'a'])).toBe(false);
    expect(holds('ForAnyValue:StringNotEquals', ['a'], ['c', 'a'])).toBe(true);
  });

  it('knows no variables in version 2008-10-17', () => {
    const [clause] = parseConditions({ StringEquals: { key: '${aws:username}' } }, '', []);
    const keys = new ConditionKeys({ key: 'ann', 'aws:username': 'ann' });
    expect(clause && evaluateClause(clause, keys, '2012-10-17').holds).toBe(true);
    expect(clause && evaluateClause(clause, keys, '2008-10-17').holds).toBe(false);
  });
});
