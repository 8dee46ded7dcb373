import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluatePolicies } from './evaluate';
import { parsePolicy } from './parse';
import type { Caller, EvaluationInput, NamedPolicy } from './request';

function policy(...statements: object[]): NamedPolicy {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statements });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { name: 'p', policy: parsed.policy };
}
const allow = (action: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: '*',
  ...more,
});
const deny = (action: string, more: object = {}) => ({ Effect: 'Deny', Action: action, Resource: '*', ...more });
const user: Caller = { kind: 'user', accountId: '111111111111', arn: 'arn:aws:iam::111111111111:user/ann' };
const session: Caller = {
  kind: 'assumedRole',
  accountId: '111111111111',
  roleArn: 'arn:aws:iam::111111111111:role/r',
  sessionArn: 'arn:aws:sts::111111111111:assumed-role/r/s',
};
const ask = (input: Partial<EvaluationInput>) =>
  evaluatePolicies({ action: 'iam:ListUsers', resource: '*', caller: user, ...input }).decision;

describe('evaluatePolicies', () => {
  it('denies by default and by an explicit deny, and names the statements', () => {
    expect(ask({})).toBe('implicitDeny');
    const policies = [policy({ ...allow('iam:*'), Sid: 'All' }, { ...deny('iam:List*'), Sid: 'NotLists' })];
    const result = evaluatePolicies({
      action: 'IAM:listusers',
      resource: '*',
      caller: user,
      identityPolicies: policies,
    });
    expect(result).toMatchObject({
      decision: 'explicitDeny',
      matched: [{ sid: 'NotLists', index: 1, effect: 'Deny' }],
    });
  });

  it('needs boundary, session policies and every level of SCPs to allow too', () => {
    const identityPolicies = [policy(allow('*'))];
    const reads = policy(allow('iam:Get*'));
    const lists = policy(allow('iam:List*'));
    expect(ask({ identityPolicies })).toBe('allowed');
    expect(ask({ identityPolicies, boundary: reads })).toBe('implicitDeny');
    expect(ask({ identityPolicies, boundary: lists })).toBe('allowed');
    expect(ask({ identityPolicies, sessionPolicies: [reads] })).toBe('implicitDeny');
    expect(ask({ identityPolicies, sessionPolicies: [reads, lists] })).toBe('allowed');
    expect(ask({ identityPolicies, scps: [[lists], [reads]] })).toBe('implicitDeny');
    expect(ask({ identityPolicies, scps: [[lists], [lists, reads]] })).toBe('allowed');
  });

  it('honours NotAction and NotResource', () => {
    expect(ask({ identityPolicies: [policy({ Effect: 'Allow', NotAction: 'iam:Get*', Resource: '*' })] })).toBe(
      'allowed',
    );
    expect(ask({ identityPolicies: [policy({ Effect: 'Allow', NotAction: 'iam:List*', Resource: '*' })] })).toBe(
      'implicitDeny',
    );
    const statement = { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::secret/*' };
    const get = (resource: string) => ask({ action: 's3:GetObject', resource, identityPolicies: [policy(statement)] });
    expect(get('arn:aws:s3:::open/x')).toBe('allowed');
    expect(get('arn:aws:s3:::secret/x')).toBe('implicitDeny');
  });

  it('reports the condition keys that were missing', () => {
    const condition = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } };
    const result = evaluatePolicies({
      action: 'iam:ListUsers',
      resource: '*',
      identityPolicies: [policy(allow('*', condition))],
    });
    expect(result).toMatchObject({
      decision: 'implicitDeny',
      missingContextKeys: ['aws:SourceVpc'],
      limitedBy: 'identity',
    });
  });

  it('joins resource and identity policies within an account, and needs both across accounts', () => {
    const grant = (principal: object) => policy({ ...allow('s3:GetObject'), Principal: principal });
    const get = (input: Partial<EvaluationInput>) =>
      ask({ action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', ...input });
    const byUser = grant({ AWS: 'arn:aws:iam::111111111111:user/ann' });
    const byAccount = grant({ AWS: '111111111111' });
    const identityPolicies = [policy(allow('s3:*'))];
    expect(get({ resourcePolicy: byUser, resourceAccountId: '111111111111' })).toBe('allowed');
    expect(get({ resourcePolicy: byAccount, resourceAccountId: '111111111111' })).toBe('implicitDeny');
    expect(get({ resourcePolicy: byAccount, resourceAccountId: '111111111111', identityPolicies })).toBe('allowed');
    expect(get({ resourcePolicy: byUser, resourceAccountId: '222222222222' })).toBe('implicitDeny');
    expect(get({ resourcePolicy: byUser, resourceAccountId: '222222222222', identityPolicies })).toBe('allowed');
    expect(get({ resourceAccountId: '222222222222', identityPolicies })).toBe('implicitDeny');
  });

  it('limits a grant to a role, not one to its session, by session policies', () => {
    const sessionPolicies = [policy(allow('iam:Get*'))];
    const grant = (arn: string) => policy({ ...allow('iam:List*'), Principal: { AWS: arn } });
    const common = { caller: session, resourceAccountId: '111111111111', sessionPolicies };
    expect(ask({ ...common, resourcePolicy: grant(session.roleArn) })).toBe('implicitDeny');
    expect(ask({ ...common, resourcePolicy: grant(session.sessionArn) })).toBe('allowed');
  });

  it('never allows more when a Deny is added', () => {
    const pattern = fc.constantFrom('*', 'iam:*', 'iam:List*', 'iam:ListUsers', 's3:*', 's3:Get?bject');
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: fc.array(pattern, { minLength: 1, maxLength: 3 }),
      Resource: fc.constantFrom('*', 'arn:aws:s3:::b/*'),
    });
    const rank = { allowed: 2, implicitDeny: 1, explicitDeny: 0 };
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 5 }),
        statement,
        fc.constantFrom('iam:ListUsers', 's3:GetObject'),
        (statements, extra, action) => {
          const decide = (list: object[]) =>
            rank[ask({ action, resource: 'arn:aws:s3:::b/k', identityPolicies: [policy(...list)] })];
          const before = decide(statements);
          expect(decide([...statements, { ...extra, Effect: 'Deny' }])).toBeLessThanOrEqual(before);
          expect(decide([...statements, { ...extra, Effect: 'Allow' }])).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });
});
