import {
  type AccessKey,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { requiredActions } from '@/lib/collectors/registry';
import { supplementPolicy } from '@/lib/terraform/supplement';
import { createCredential } from '../credentials/create';
import { createHostIdentity } from '../install/create-host-identity';
import { grantHostIdentity } from '../install/grant-host-identity';
import { createIntegration } from '../integrations/create';
import { updateIntegration } from '../integrations/update';
import { openSandboxInstall, type SandboxInstall } from './testing/sandbox-install';
import { AUDITING, policyOf, verify } from './testing/scanner-role';

const HUB = 'arn:aws:iam::120458963014:user/mooring-host';
let m: SandboxInstall;
let key: AccessKey | undefined;
let host: { context: Awaited<ReturnType<typeof granted>>; credentialId: string };
beforeAll(async () => {
  m = await openSandboxInstall();
  const { iam } = m.aws.admin('northquay-management');
  await iam.send(new CreateUserCommand({ UserName: 'mooring-host' }));
  for (const PolicyArn of AUDITING)
    await iam.send(new AttachUserPolicyCommand({ UserName: 'mooring-host', PolicyArn }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'mooring-host',
      PolicyName: 'hop',
      PolicyDocument: policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }),
    }),
  );
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'mooring-host',
      PolicyName: 'supplement',
      PolicyDocument: JSON.stringify(supplementPolicy(requiredActions())),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'mooring-host' }));
  key = AccessKey;
  const context = await granted();
  const [identity] = await m.db.directory.hostIdentity.findMany();
  const hostIdentityId = identity?.id ?? '';
  const { id } = await createCredential(context, { name: 'host', retriever: 'none', hostIdentityId });
  host = { context, credentialId: id };
});
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', key?.AccessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', key?.SecretAccessKey);
});
afterEach(() => expect(m.failures).toEqual([]));
afterAll(() => m.close());

async function granted() {
  const administrator = m.administrator(await m.person({ installAdmin: true }));
  const workspaceId = await m.workspace();
  const identity = await createHostIdentity(administrator, { name: 'this host', kind: 'shared_config' });
  await grantHostIdentity(administrator, { hostIdentityId: identity.id, workspaceId });
  return m.as(await m.member(workspaceId, 'owner'), workspaceId, 'owner');
}

describe('the identity of the host', () => {
  test('without a role is verified by what it may read; there is nobody else to let in', async () => {
    const { context, credentialId } = host;
    const { id } = await createIntegration(context, { name: 'the-host-itself', credentialId });
    const done = await verify(m, context, id);
    expect(done).toMatchObject({ state: 'passed', canSave: true });
    expect(done.step('caller_identity').evidence).toBe(`${HUB} in 120458963014`);
    expect(done.states).toMatchObject({
      role_arn: 'skipped',
      issuer: 'skipped',
      token: 'skipped',
      assume_role: 'passed',
      permissions: 'passed',
      who_else: 'skipped',
    });
  });

  test('with a role that names it alone but no External ID: open, for an owner to decide', async () => {
    const { context, credentialId } = host;
    const { iam } = m.aws.admin('staging');
    const RoleName = 'for-the-host';
    const AssumeRolePolicyDocument = policyOf({ Effect: 'Allow', Principal: { AWS: HUB }, Action: 'sts:AssumeRole' });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    for (const PolicyArn of AUDITING) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const { id, version } = await createIntegration(context, { name: 'staging', credentialId });
    const roleArn = `arn:aws:iam::586209417733:role/${RoleName}`;
    await updateIntegration(context, { integrationId: id, version, roleArn });
    const done = await verify(m, context, id);
    expect(done).toMatchObject({ state: 'open', canSave: false, canSaveWithReason: true });
    expect(done.step('caller_identity').evidence).toContain('in 586209417733');
    expect(done.step('who_else').reason).toContain('without its External ID');
    expect(done.step('foreign_subject')).toMatchObject({ state: 'not_testable' });
  });

  test('that has no credentials says where they were looked for', async () => {
    const { context, credentialId } = host;
    const { id } = await createIntegration(context, { name: 'nothing-there', credentialId });
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
    const done = await verify(m, context, id);
    expect(done.step('assume_role')).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/^The host has no AWS credentials/),
    });
    expect(done.canSave).toBe(false);
  });
});
