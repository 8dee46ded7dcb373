import { describe, expect, test } from 'vitest';
import { changeSentence } from './change-sentence';
import type { Difference } from './diff';

const made = (path: string, kind: Difference['kind'] = 'changed'): Difference => ({ path, kind });

describe('changeSentence', () => {
  test.each<[string, Difference[]]>([
    ['ingress rule added', [made('attributes.ipPermissions[tcp 22 0.0.0.0/0]', 'added')]],
    [
      '2 egress rules removed',
      [
        made('attributes.ipPermissionsEgress[tcp 1 a]', 'removed'),
        made('attributes.ipPermissionsEgress[tcp 2 b]', 'removed'),
      ],
    ],
    ['tag team changed', [made('tags.team')]],
    ['tag cost.centre added, name changed', [made('tags.cost.centre', 'added'), made('name')]],
    ['longest session changed', [made('attributes.maxSessionDuration')]],
    [
      'statement Deploy of the trust policy changed',
      [
        made('attributes.assumeRolePolicyDocument.Statement[Deploy].Action[a]', 'removed'),
        made('attributes.assumeRolePolicyDocument.Statement[Deploy].Action[b]', 'added'),
      ],
    ],
    [
      'statement of inline policy deploy added',
      [made('attributes.inlinePolicies[deploy].policyDocument.Statement[Allow s3:GetObject]', 'added')],
    ],
    ['inline policy removed', [made('attributes.inlinePolicies[old]', 'removed')]],
    ['order of items changed', [made('(order of items)')]],
    ['a changed, b changed, c changed and 2 more', ['a', 'b', 'c', 'd', 'e'].map((key) => made(`attributes.${key}`))],
    ['changed', []],
  ])('%s', (sentence, changes) => {
    expect(changeSentence('changed', changes)).toBe(sentence);
  });

  test('what is new, gone or made again says so', () => {
    expect(changeSentence('created', [])).toBe('first seen');
    expect(changeSentence('deleted', [])).toBe('no longer there');
    expect(changeSentence('recreated', [])).toBe('made again');
    expect(changeSentence('recreated', [made('tags.team', 'added')])).toBe('made again, tag team added');
  });
});
