import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { coveredCollectors, requiredActions } from '@/lib/collectors/registry';
import { BEYOND_SECURITY_AUDIT } from '@/lib/terraform/supplement';
import { openSandboxInstall, type SandboxInstall } from './testing/sandbox-install';
import { AUDITING, policyOf, type ScannerRole, scannerRole } from './testing/scanner-role';

let m: SandboxInstall;
beforeAll(async () => {
  m = await openSandboxInstall();
});
afterEach(() => {
  m.aws.sandbox.faults.clear();
  expect(m.failures).toEqual([]);
});
afterAll(() => m.close());

const may = (role: ScannerRole, Effect: 'Allow' | 'Deny', ...Action: string[]) =>
  role.iam.send(
    new PutRolePolicyCommand({
      RoleName: role.roleName,
      PolicyName: Effect,
      PolicyDocument: policyOf({ Effect, Action, Resource: '*' }),
    }),
  );

describe('what the role may do', () => {
  test('is all that 75 types ask, by the files’ three policies; without the third, further types are missing', async () => {
    const whole = (await (await scannerRole(m)).verify()).step('permissions');
    const total = requiredActions().length;
    expect(whole).toMatchObject({ state: 'passed', evidence: `${total} of ${total} actions allowed, by simulation` });
    const without = await (await scannerRole(m, { account: 'staging', supplement: false })).verify();
    expect(without.canSave).toBe(true);
    expect(without.step('permissions')).toMatchObject({
      state: 'warning',
      evidence: `${total - BEYOND_SECURITY_AUDIT.length} of ${total} actions allowed, by simulation`,
      fix: { text: expect.stringContaining('glue:GetJob') },
    });
  });

  test('is asked for the chosen services alone', async () => {
    const services = ['sqs', 'kms'] as const;
    const role = await scannerRole(m, { services: [...services], policies: [] });
    const total = requiredActions(coveredCollectors(services)).length;
    await may(role, 'Allow', ...requiredActions(coveredCollectors(['sqs'])), 'iam:SimulatePrincipalPolicy');
    const step = (await role.verify()).step('permissions');
    expect(step).toMatchObject({ state: 'failed', evidence: expect.stringMatching(` of ${total} actions allowed`) });
    expect(step.facts.map(({ value }) => value).join()).toMatch(/^(kms:\w+(, |,)?)+$/);
  });

  test('too little is named by collector and cannot be saved', async () => {
    const role = await scannerRole(m, { services: ['iam'] });
    await may(role, 'Deny', 'iam:ListAccessKeys', 'iam:GetAccountPasswordPolicy');
    const done = await role.verify();
    expect(done).toMatchObject({ state: 'failed', canSave: false, canSaveWithReason: false });
    const step = done.step('permissions');
    const total = requiredActions(coveredCollectors(['iam'])).length;
    expect(step).toMatchObject({
      state: 'failed',
      evidence: `${total - 2} of ${total} actions allowed, by simulation`,
    });
    expect(step.reason).toMatch(/^2 collectors cannot list/);
    const gaps = step.facts.filter(({ tone }) => tone === 'bad').map(({ label, value }) => `${label}: ${value}`);
    expect(gaps.sort()).toEqual([
      expect.stringMatching(/access key.*: iam:ListAccessKeys/i),
      expect.stringMatching(/password policy.*: iam:GetAccountPasswordPolicy/i),
    ]);
    expect(step.fix?.text).toContain('iam:GetAccountPasswordPolicy');
  });

  test('too little for details only is a warning', async () => {
    const role = await scannerRole(m);
    await may(role, 'Deny', 'iam:GenerateCredentialReport');
    const done = await role.verify();
    expect(done.step('permissions')).toMatchObject({ state: 'warning', reason: expect.stringContaining('details') });
    expect(done.canSave).toBe(true);
  });

  test('cannot be told without SimulatePrincipalPolicy, which stops nothing', async () => {
    const role = await scannerRole(m);
    await may(role, 'Deny', 'iam:SimulatePrincipalPolicy');
    const done = await role.verify();
    expect(done.step('permissions')).toMatchObject({
      state: 'not_testable',
      evidence: expect.stringMatching(/^AWS said AccessDenied: .*iam:SimulatePrincipalPolicy/),
      fix: { text: `Allow iam:SimulatePrincipalPolicy on ${role.roleArn}, as the files do.` },
    });
    expect(done.states.too_much).toBe('not_testable');
    expect(done).toMatchObject({ state: 'passed', canSave: true });
  });

  test('too much is flagged with what it could do, and not refused', async () => {
    const role = await scannerRole(m, { policies: [...AUDITING, 'arn:aws:iam::aws:policy/AdministratorAccess'] });
    const done = await role.verify();
    const step = done.step('too_much');
    expect(step).toMatchObject({
      state: 'warning',
      evidence: expect.stringMatching(/^(\d+) of \1 write and admin actions/),
    });
    expect(step.facts).toContainEqual({ label: 'AdministratorAccess', value: 'admin', tone: 'warn' });
    expect(step.facts[0]).toMatchObject({ value: expect.stringMatching(/^could /), tone: 'bad' });
    expect(done).toMatchObject({ state: 'passed', canSave: true });
  });

  test('not reading its own trust policy leaves "who else" unanswered: no save without an owner', async () => {
    const role = await scannerRole(m);
    await may(role, 'Deny', 'iam:GetRole');
    const done = await role.verify();
    expect(done.step('who_else')).toMatchObject({
      state: 'failed',
      evidence: expect.stringMatching(/^AWS said AccessDenied: /),
      fix: { text: `Allow iam:GetRole on ${role.roleArn}, as the files do.` },
    });
    expect(done).toMatchObject({ state: 'open', canSave: false, canSaveWithReason: true });
  });

  test('GetCallerIdentity that does not answer fails its step, and what needs it is skipped', async () => {
    const role = await scannerRole(m);
    m.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'GetCallerIdentity' } });
    const done = await role.verify();
    expect(done.step('caller_identity')).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('do not work yet'),
    });
    expect([done.states.permissions, done.states.too_much, done.states.who_else]).toEqual(Array(3).fill('skipped'));
    expect(done.canSave).toBe(false);
  });
});
