// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform templates are written like this
import { describe, expect, it } from 'vitest';
import { admittedSubjects } from '../audit/admitted-subjects';
import { ACCOUNT, AUDIENCE, ISSUER, PROVIDER, pinned, ROLE, SUBJECT, trustPolicy } from '../testing/policies';
import { diagnose } from './diagnose';
import type { DiagnosisInput } from './types';

const claims = { iss: `https://${ISSUER}`, aud: AUDIENCE, sub: SUBJECT };
const ask = (policy: unknown, more: Partial<DiagnosisInput> = {}) =>
  diagnose({ claims, providerArn: PROVIDER, roleArn: ROLE, trustPolicy: policy, ...more });
const on = (key: string, value: string, operator = 'StringEquals') => trustPolicy({ [operator]: { [key]: value } });

function row(policy: unknown, clause: string, more: Partial<DiagnosisInput> = {}) {
  return ask(policy, more).statements[0]?.rows.find((found) => found.clause === clause);
}

describe('diagnose', () => {
  it('compares clause by clause', () => {
    const found = ask(pinned(), { claims: { ...claims, sub: 'workspace:w1:integration:i2' } });
    expect(found.verdict).toBe('refused-by-conditions');
    expect(found.statements[0]?.rows.map(({ clause, result }) => [clause, result])).toEqual([
      ['Principal', 'matches'],
      ['Action', 'matches'],
      [`${ISSUER}:aud`, 'matches'],
      [`${ISSUER}:sub`, 'differs'],
    ]);
    expect(found.summary).toContain(`${ISSUER}:sub does not match`);
  });

  it.each<[string, string, string, string]>([
    ['a * under StringEquals', 'sub', 'workspace:w1:*', 'literally'],
    ['another letter case', 'sub', SUBJECT.toUpperCase(), 'letter case'],
    ['the subject under :aud', 'aud', SUBJECT, "token's sub, written under :aud"],
    ['the audience under :sub', 'sub', AUDIENCE, "token's aud, written under :sub"],
    ['a space', 'sub', `${SUBJECT} `, 'space'],
    ['a slash at the end', 'aud', `${AUDIENCE}/`, 'slash'],
  ])('hints at %s', (_, claim, value, hint) => {
    expect(row(on(`${ISSUER}:${claim}`, value), `${ISSUER}:${claim}`)?.hint).toContain(hint);
  });

  it.each([
    [`${ISSUER}/:sub`, 'slash'],
    [`https://${ISSUER}:sub`, 'without https://'],
    ['other.example:sub', 'another issuer'],
    [`${ISSUER}:repository`, 'no condition key for the claim repository'],
    ['aws:SourceVpc', 'Not known here'],
  ])('hints at the key %s', (key, hint) => {
    const found = row(on(key, SUBJECT), key);
    expect(found).toMatchObject({ result: 'missing', tokenHas: null });
    expect(found?.hint).toContain(hint);
  });

  it('hints at GitHub subjects', () => {
    const github = 'token.actions.githubusercontent.com';
    const providerArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${github}`;
    const given = { providerArn, claims: { iss: `https://${github}`, aud: 'x', sub: 'repo:o/r:environment:prod' } };
    const key = `${github}:sub`;
    expect(row(on(key, 'repo:o/r:ref:refs/heads/main'), key, given)?.hint).toContain('environment:prod');
    const ids = { ...given, claims: { ...given.claims, sub: 'repo:o@12/r@34:ref:refs/heads/main' } };
    expect(row(on(key, 'repo:o/r:ref:refs/heads/main'), key, ids)?.hint).toContain('numeric ids');
  });

  it('hints at the provider of another account, and at the wrong action', () => {
    const other = PROVIDER.replace(ACCOUNT, '999999999999');
    expect(row(trustPolicy({}, { Principal: { Federated: other } }), 'Principal')?.hint).toContain('another account');
    expect(row(trustPolicy({}, { Action: 'sts:AssumeRole' }), 'Action')?.hint).toContain('another action');
  });

  it.each([
    ['the wildcard', on(`${ISSUER}:sub`, 'workspace:w1:*')],
    ['the wrong account', trustPolicy({}, { Principal: { Federated: PROVIDER.replace(ACCOUNT, '999999999999') } })],
    ['the wrong action', trustPolicy({}, { Action: 'sts:AssumeRole' })],
    ['NotAction', trustPolicy({}, { Action: undefined, NotAction: 'sts:AssumeRoleWithWebIdentity' })],
    ['text that is no policy', 'nonsense'],
  ])('fixes %s: the corrected document admits only us', (_, policy) => {
    const { fix } = ask(policy);
    const context = {
      accountId: ACCOUNT,
      us: { flow: 'web-identity', providerArn: PROVIDER, subject: SUBJECT, audience: AUDIENCE },
    } as const;
    expect(admittedSubjects(fix?.json, context)).toMatchObject({ onlyUs: true, reasons: [] });
  });

  it('keeps what is not its to change', () => {
    const condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, StringLike: { [`${ISSUER}:sub`]: 'x:*' } };
    const other = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' };
    const policy = { ...trustPolicy(condition), Statement: [other, ...trustPolicy(condition).Statement] };
    const { fix } = ask(policy);
    const fixed = JSON.parse(fix?.json ?? '');
    expect(fixed.Statement[0]).toEqual(other);
    expect(fixed.Statement[1].Condition).toEqual({
      IpAddress: condition.IpAddress,
      StringEquals: { [`${ISSUER}:aud`]: AUDIENCE, [`${ISSUER}:sub`]: SUBJECT },
    });
    expect(fix?.stillInTheWay).toEqual(['IpAddress on aws:SourceIp']);
  });

  it('spells the fix for Terraform and the AWS CLI without letting a value out of its quotes', () => {
    const subject = 'it\'s ${file("/etc/passwd")} %{if true}';
    const { fix } = ask(trustPolicy({}, { Action: 'sts:AssumeRole' }), { wanted: { subject, audience: AUDIENCE } });
    expect(fix?.terraform).toContain('"it\'s $${file(\\"/etc/passwd\\")} %%{if true}"');
    expect(fix?.cli).toContain("it'\\''s");
    expect(fix?.cli).toMatch(
      /^aws iam update-assume-role-policy --role-name 'mooring-scanner-0a1b2c3d' --policy-document '/,
    );
  });

  it('explains a probe that got in and must not, and narrows the statement', () => {
    const policy = on(`${ISSUER}:sub`, 'workspace:w1:*', 'StringLike');
    const probe = { ...claims, sub: 'workspace:w1:integration:probe' };
    const wanted = { subject: SUBJECT, audience: AUDIENCE };
    const found = ask(policy, { claims: probe, mustRefuse: true, wanted });
    expect(found).toMatchObject({ verdict: 'admitted' });
    expect(found.summary).toContain('StringLike');
    expect(
      diagnose({ claims: probe, providerArn: PROVIDER, roleArn: ROLE, trustPolicy: found.fix?.json }).verdict,
    ).toBe('refused-by-conditions');
  });

  it('names a Deny, and stays with the error table when there is no policy', () => {
    const deny = { Sid: 'Freeze', Effect: 'Deny', Principal: '*', Action: '*' };
    const frozen = ask({ ...pinned(), Statement: [...pinned().Statement, deny] });
    expect(frozen).toMatchObject({ verdict: 'refused-by-deny', fix: null });
    expect(frozen.summary).toContain('Freeze');
    const error = { code: 'ExpiredTokenException', message: 'Token expired: current date/time 1 must be before 0' };
    expect(ask(undefined, { error })).toMatchObject({ verdict: 'no-policy', error: { id: 'token-expired' } });
    expect(ask(pinned())).toMatchObject({ verdict: 'admitted', fix: null });
  });
});
