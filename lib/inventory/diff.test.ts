import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '@/lib/collectors/types';
import { diffDocuments } from './diff';

const statement = (changes: object = {}) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...changes });
const policy = (...Statement: Json[]) => ({ Version: '2012-10-17', Statement });

describe('diffDocuments', () => {
  test('names what was added, removed and changed', () => {
    const before = { name: 'a', tags: { team: 'x', gone: '1' }, attributes: { path: '/' } };
    const after = { name: 'a', tags: { team: 'y', made: '2' }, attributes: { path: '/' } };
    expect(diffDocuments(before, after)).toEqual([
      { path: 'tags.team', kind: 'changed', before: 'x', after: 'y' },
      { path: 'tags.gone', kind: 'removed', before: '1' },
      { path: 'tags.made', kind: 'added', after: '2' },
    ]);
  });

  test('matches policies by name, not by place', () => {
    const inline = (policyName: string, action: string) => ({
      policyName,
      policyDocument: policy(statement({ Action: action })),
    });
    const before = { inlinePolicies: [inline('deploy', 's3:PutObject'), inline('read', 's3:GetObject')] };
    const after = { inlinePolicies: [inline('read', 's3:GetObject'), inline('deploy', 's3:DeleteObject')] };
    expect(diffDocuments(before, after)).toEqual([
      {
        path: 'inlinePolicies[deploy].policyDocument.Statement[Allow s3:DeleteObject].Action[s3:PutObject]',
        kind: 'removed',
        before: 's3:PutObject',
      },
      {
        path: 'inlinePolicies[deploy].policyDocument.Statement[Allow s3:DeleteObject].Action[s3:DeleteObject]',
        kind: 'added',
        after: 's3:DeleteObject',
      },
    ]);
  });

  test('finds a statement by its Sid wherever it stands', () => {
    const before = policy(statement({ Sid: 'A' }), statement({ Sid: 'B', Resource: 'arn:1' }));
    const after = policy(statement({ Sid: 'B', Resource: ['arn:1', 'arn:2'] }), statement({ Sid: 'A' }));
    expect(diffDocuments(before, after)).toEqual([
      { path: 'Statement[B].Resource[arn:2]', kind: 'added', after: 'arn:2' },
    ]);
  });

  test.each([
    ['one value and a list of it', { Action: ['s3:GetObject'] }, { Action: 's3:GetObject' }],
    ['the order of actions', { Action: ['a:B', 'c:D'] }, { Action: ['c:D', 'a:B'] }],
    ['a principal in a list', { Principal: { AWS: '1' } }, { Principal: { AWS: ['1'] } }],
    [
      'condition values in a list',
      { Condition: { StringEquals: { k: 'v' } } },
      { Condition: { StringEquals: { k: ['v'] } } },
    ],
  ])('takes %s for the same policy', (_name, before, after) => {
    expect(diffDocuments(policy(statement(before)), policy(statement(after)))).toEqual([
      { path: '(order of items)', kind: 'changed' },
    ]);
  });

  test('a single statement and a list of one are the same', () => {
    const before = { Version: '2012-10-17', Statement: statement() };
    expect(diffDocuments(before, policy(statement({ Action: 's3:PutObject' })))).toEqual([
      { path: 'Statement[Allow s3:PutObject].Action[s3:GetObject]', kind: 'removed', before: 's3:GetObject' },
      { path: 'Statement[Allow s3:PutObject].Action[s3:PutObject]', kind: 'added', after: 's3:PutObject' },
    ]);
  });

  test('takes an unnamed statement of other effect, action and resource for another one', () => {
    const before = policy(statement(), statement({ Action: 'iam:PassRole', Resource: 'arn:1' }));
    const after = policy(
      statement({ Effect: 'Deny', Action: ['kms:Decrypt', 'kms:Encrypt'], Resource: 'arn:2' }),
      statement(),
    );
    expect(diffDocuments(before, after).map(({ path, kind }) => [path, kind])).toEqual([
      ['Statement[Deny kms:Decrypt and 1 more]', 'added'],
      ['Statement[Allow iam:PassRole]', 'removed'],
    ]);
  });

  test('compares rules of a security group as one line a source, whatever AWS groups together', () => {
    const ssh = (...cidrs: string[]) => ({
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      ipRanges: cidrs.map((cidrIp) => ({ cidrIp })),
    });
    const web = {
      ipProtocol: 'tcp',
      fromPort: 8000,
      toPort: 8080,
      ipv6Ranges: [{ cidrIpv6: '::/0', description: 'all' }],
    };
    const before = { attributes: { ipPermissions: [ssh('10.0.0.0/8', '10.1.0.0/16'), web] } };
    const after = {
      attributes: {
        ipPermissions: [
          { ...web, ipv6Ranges: [{ cidrIpv6: '::/0', description: 'everyone' }] },
          ssh('0.0.0.0/0', '10.0.0.0/8'),
          { ipProtocol: '-1', userIdGroupPairs: [{ groupId: 'sg-1' }] },
        ],
      },
    };
    const wire = (value: object) => JSON.parse(JSON.stringify(value)) as Json;
    expect(diffDocuments(wire(before), wire(after)).map(({ path, kind }) => [path, kind])).toEqual([
      ['attributes.ipPermissions[tcp 8000-8080 ::/0].description', 'changed'],
      ['attributes.ipPermissions[tcp 22 10.1.0.0/16]', 'removed'],
      ['attributes.ipPermissions[tcp 22 0.0.0.0/0]', 'added'],
      ['attributes.ipPermissions[all traffic sg-1]', 'added'],
    ]);
  });

  test('equal documents have no difference, others have at least one', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [left, right] = [a, b].map((value) => JSON.parse(JSON.stringify(value)) as Json);
        expect(diffDocuments(left as Json, structuredClone(left) as Json)).toEqual([]);
        const same = canonical(left as Json) === canonical(right as Json);
        expect(diffDocuments(left as Json, right as Json).length > 0).toBe(!same);
      }),
    );
  });
});

/** Its own spelling of equality: keys in any order. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
