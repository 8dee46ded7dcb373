import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../policy/parse';
import { type Asker, decideAssume, identityKeys } from './assume';
import { Principal, type ReachPolicy } from './principal';

const ACCOUNT = '111122223333';
const OTHER = '444455556666';
const policy = (id: string, ...Statement: object[]): ReachPolicy => {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { id, policy: parsed.policy };
};
const ASSUME = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
const DENY = { ...ASSUME, Effect: 'Deny' };

function ada(statements: object[], boundary: ReachPolicy | null = null): Asker {
  const arn = `arn:aws:iam::${ACCOUNT}:user/ada`;
  const who = identityKeys({ arn, accountId: ACCOUNT, kind: 'user', id: 'AIDAADA', name: 'ada' }, { team: 'pay' });
  return {
    caller: { kind: 'user', accountId: ACCOUNT, arn },
    principal: new Principal({ identity: statements.length > 0 ? [policy('p', ...statements)] : [], boundary, ...who }),
    ...who,
  };
}
function deployer(statements: object[], boundary: ReachPolicy | null = null): Asker {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/deployer`;
  const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/x`;
  const who = identityKeys({ arn: roleArn, accountId: ACCOUNT, kind: 'role', id: 'AROAX', name: 'deployer' }, {});
  return {
    caller: { kind: 'assumedRole', accountId: ACCOUNT, roleArn, sessionArn },
    principal: new Principal({ identity: statements.length > 0 ? [policy('p', ...statements)] : [], boundary, ...who }),
    ...who,
  };
}
type Target = { arn: string; accountId: string; trust: unknown };
const role = (Principal_: object | string, accountId = ACCOUNT, more: object = {}, ...others: object[]): Target => ({
  arn: `arn:aws:iam::${accountId}:role/target`,
  accountId,
  trust: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: Principal_, Action: 'sts:AssumeRole', ...more }, ...others],
  },
});
const NAMED = { AWS: `arn:aws:iam::${ACCOUNT}:user/ada` };
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

describe('decideAssume', () => {
  it.each<[string, Asker, Target, string]>([
    ['named in its own account: by the trust policy alone', ada([]), role(NAMED), 'allowed'],
    ['its account named: by its own policies', ada([ASSUME]), role(ROOT), 'allowed'],
    ['its account named, without policies', ada([]), role(ROOT), 'denied'],
    ['somebody else named', ada([ASSUME]), role({ AWS: `arn:aws:iam::${ACCOUNT}:user/bob` }), 'denied'],
    ['in another account both must allow', ada([]), role(NAMED, OTHER), 'denied'],
    ['and both do', ada([ASSUME]), role(NAMED, OTHER), 'allowed'],
    ['everybody', ada([]), role('*'), 'allowed'],
    ['everybody, of another account', ada([]), role('*', OTHER), 'denied'],
    ['MFA asked for', ada([ASSUME]), role(ROOT, ACCOUNT, MFA), 'conditional'],
    [
      'a tag asked for that it has',
      ada([ASSUME]),
      role(ROOT, ACCOUNT, { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'pay' } } }),
      'allowed',
    ],
    [
      'a tag asked for that it has not',
      ada([ASSUME]),
      role(ROOT, ACCOUNT, { Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } }),
      'denied',
    ],
    [
      'denied by the trust policy',
      ada([ASSUME]),
      role(ROOT, ACCOUNT, {}, { Effect: 'Deny', Principal: NAMED, Action: 'sts:*' }),
      'denied',
    ],
    ['denied by itself though named', ada([DENY]), role(NAMED), 'denied'],
    ['perhaps denied by itself though named', ada([{ ...DENY, ...MFA }]), role(NAMED), 'conditional'],
    [
      'another action in the trust policy',
      ada([ASSUME]),
      role(ROOT, ACCOUNT, { Action: 'sts:AssumeRoleWithWebIdentity' }),
      'denied',
    ],
    ['a named user past its boundary', ada([], policy('b', { ...ASSUME, Action: 's3:*' })), role(NAMED), 'allowed'],
    [
      'a named role not past its boundary',
      deployer([], policy('b', { ...ASSUME, Action: 's3:*' })),
      role({ AWS: `arn:aws:iam::${ACCOUNT}:role/deployer` }),
      'denied',
    ],
    [
      'a named role within its boundary',
      deployer([], policy('b', ASSUME)),
      role({ AWS: `arn:aws:iam::${ACCOUNT}:role/deployer` }),
      'allowed',
    ],
    ['a named role without boundary', deployer([]), role({ AWS: `arn:aws:iam::${ACCOUNT}:role/deployer` }), 'allowed'],
    ['an unreadable trust policy', ada([ASSUME]), { ...role(ROOT), trust: '{' }, 'denied'],
  ])('%s', (_name, asker, target, verdict) => {
    expect(decideAssume(asker, target).verdict).toBe(verdict);
  });

  it('names both statements', () => {
    expect(decideAssume(ada([{ ...ASSUME, Action: 's3:*' }, ASSUME]), role(ROOT))).toEqual({
      verdict: 'allowed',
      depends: [],
      trust: 0,
      by: { policy: 'p', statement: 1 },
    });
  });
});
