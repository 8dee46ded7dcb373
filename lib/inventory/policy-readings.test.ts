import { describe, expect, test } from 'vitest';
import type { Json } from '@/lib/collectors/types';
import { policyReadingsOf } from './policy-readings';

const accountId = '339712905844';
const trust = (principal: Json, condition?: Json) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...(condition ? { Condition: condition } : {}) },
  ],
});
const role = (assumeRolePolicyDocument: Json) =>
  policyReadingsOf({ type: 'AWS::IAM::Role', accountId, attributes: { assumeRolePolicyDocument } });

describe('policyReadingsOf', () => {
  test.each<[string, Json, object[]]>([
    ['anyone', { AWS: '*' }, [{ kind: 'admits', level: 'open', what: 'anyone', principalAccount: null }]],
    [
      'another account',
      { AWS: 'arn:aws:iam::111122223333:root' },
      [{ kind: 'admits', level: 'outsider', what: 'account', principalAccount: '111122223333' }],
    ],
    ['its own account', { AWS: `arn:aws:iam::${accountId}:root` }, []],
    ['a service', { Service: 'ec2.amazonaws.com' }, []],
    ['a deleted user', { AWS: 'AIDACKCEVSQ6C2EXAMPLE' }, []],
  ])('a role that trusts %s', (_name, principal, expected) => {
    expect(role(trust(principal))).toMatchObject(expected);
    expect(role(trust(principal))).toHaveLength(expected.length);
  });

  test('a trust policy that cannot be read counts as open', () => {
    expect(role('not a policy')).toMatchObject([{ level: 'open', what: 'unreadable' }]);
  });

  test('inline and customer policies that give everything', () => {
    const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    const user = { inlinePolicies: [{ policyName: 'all', policyDocument: document }] };
    expect(policyReadingsOf({ type: 'AWS::IAM::User', accountId, attributes: user })).toMatchObject([
      { kind: 'grants', level: 'admin', what: 'all' },
    ]);
    const versions = [
      { versionId: 'v2', isDefaultVersion: true, document: { ...document, Statement: [] } },
      { versionId: 'v1', isDefaultVersion: false, document },
    ];
    expect(policyReadingsOf({ type: 'AWS::IAM::ManagedPolicy', accountId, attributes: { versions } })).toEqual([]);
  });

  test('says nothing of other types', () => {
    expect(policyReadingsOf({ type: 'AWS::IAM::OIDCProvider', accountId, attributes: {} })).toEqual([]);
  });
});
