import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../policy/parse';
import type { NamedPolicy } from '../policy/request';
import { type AssumeRoleInput, decideAssumeRole } from './assume-role';
import { STS_TEXT } from './failures';

const ROLE = 'arn:aws:iam::339712905844:role/mooring-scanner';
const CALLER_ROLE = 'arn:aws:iam::120458963014:role/mooring';
const SESSION = 'arn:aws:sts::120458963014:assumed-role/mooring/worker';
const caller = { kind: 'assumedRole', accountId: '120458963014', roleArn: CALLER_ROLE, sessionArn: SESSION } as const;

function named(statement: object): NamedPolicy {
  const parsed = parsePolicy({ Version: '2012-10-17', Statement: statement });
  if (!parsed.ok) throw new Error('test policy');
  return { name: 'identity', policy: parsed.policy };
}
const mayAssume = [named({ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: ROLE })];

function trust(principal: unknown, condition?: object) {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition };
  return { arn: ROLE, maxSessionDuration: 7200, trustPolicy: { Version: '2012-10-17', Statement: [statement] } };
}
const external = { StringEquals: { 'sts:ExternalId': 'e-1' } };

function decide(change: Partial<Omit<AssumeRoleInput, 'request'>> & { request?: object } = {}) {
  const { request, ...rest } = change;
  return decideAssumeRole({
    request: { roleArn: ROLE, roleSessionName: 'mooring', externalId: 'e-1', ...request },
    caller,
    role: trust({ AWS: CALLER_ROLE }, external),
    identityPolicies: mayAssume,
    ...rest,
  });
}
const denied = (who: string, action = 'sts:AssumeRole') => ({
  ok: false,
  code: 'AccessDenied',
  httpStatus: 403,
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${ROLE}`,
});

describe('decideAssumeRole', () => {
  it('needs the External ID to the letter', () => {
    expect(decide()).toMatchObject({ ok: true, durationSeconds: 3600 });
    expect(decide({ request: { externalId: undefined } })).toEqual(denied(SESSION));
    expect(decide({ request: { externalId: 'E-1' } })).toEqual(denied(SESSION));
  });

  it('takes any External ID where none is asked for, as AWS does', () => {
    expect(decide({ role: trust({ AWS: CALLER_ROLE }), request: { externalId: 'wrong' } })).toMatchObject({ ok: true });
  });

  it.each([
    ['the account', '120458963014', true],
    ['the root of the account', 'arn:aws:iam::120458963014:root', true],
    ['the role', CALLER_ROLE, true],
    ['the session', SESSION, true],
    ['everyone', '*', true],
    ['another role', 'arn:aws:iam::120458963014:role/other', false],
    ['another account', '999999999999', false],
  ])('matches a principal that is %s', (_, principal, ok) => {
    expect(decide({ role: trust({ AWS: principal }) }).ok).toBe(ok);
  });

  it("needs the caller's own permission across accounts, and in its own when only the account is trusted", () => {
    expect(decide({ identityPolicies: [] })).toEqual(denied(SESSION));
    const arn = 'arn:aws:iam::339712905844:user/ann';
    const local = { caller: { kind: 'user', accountId: '339712905844', arn } as const, identityPolicies: [] };
    expect(decide({ ...local, role: trust({ AWS: arn }) })).toMatchObject({ ok: true });
    expect(decide({ ...local, role: trust({ AWS: '339712905844' }) })).toEqual(denied(arn));
  });

  it('limits chained sessions to an hour, others to the maximum of the role', () => {
    const request = { durationSeconds: 7200 };
    expect(decide({ request })).toMatchObject({ code: 'ValidationError', message: STS_TEXT.chainedDuration });
    const arn = 'arn:aws:iam::120458963014:user/ann';
    const user = { kind: 'user', accountId: '120458963014', arn } as const;
    const role = trust({ AWS: arn });
    expect(decide({ request, caller: user, role })).toMatchObject({ ok: true, durationSeconds: 7200 });
    const longer = { durationSeconds: 7201 };
    expect(decide({ request: longer, caller: user, role })).toMatchObject({ message: STS_TEXT.maxDuration });
  });

  it('reads second-factor keys from the context', () => {
    const role = trust({ AWS: CALLER_ROLE }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
    expect(decide({ role })).toEqual(denied(SESSION));
    expect(decide({ role, context: { 'aws:MultiFactorAuthPresent': true } })).toMatchObject({ ok: true });
  });

  it('refuses session tags without TagSession, root users, and missing roles', () => {
    expect(decide({ request: { tags: { a: 'b' } } })).toEqual(denied(SESSION, 'sts:TagSession'));
    const root = { kind: 'root', accountId: '1', arn: 'arn:aws:iam::120458963014:root' } as const;
    expect(decide({ caller: root })).toMatchObject({ message: STS_TEXT.rootCaller });
    expect(decide({ role: null })).toEqual(denied(SESSION));
  });
});
