import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIntegration } from '../integrations/create';
import { getIntegration } from '../integrations/list';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { createCredential } from './create';
import { grantedHostIdentity } from './granted-host-identity';
import { getCredential, listCredentials } from './list';
import { credentialPlan } from './plan';
import { removeCredential } from './remove';
import { updateCredential } from './update';

const ROLE = 'arn:aws:iam::120458963014:role/hub';
const SECOND = 'arn:aws-us-gov:iam::339712905844:role/path/reader';
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture({ issuerBase: 'https://issuer.mooring.test' });
});
afterAll(() => f.close());

async function team() {
  const workspaceId = await f.workspace();
  return { workspaceId, context: f.as(await f.member(workspaceId, 'editor'), workspaceId, 'editor') };
}

async function identity(workspaceId: string | null, kind: string): Promise<string> {
  const id = uuidv7();
  const config = kind === 'shared_config' ? { profile: id } : { path: `/var/run/secrets/mooring/${id}` };
  await f.db.directory.hostIdentity.create({ data: { id, name: id, kind, config, grantedWorkspaceId: workspaceId } });
  return id;
}

describe('what a retriever stands on', () => {
  test.each([
    ['none', 'shared_config'],
    ['token_file', 'token_file'],
    ['token_file', 'projected_token'],
    ['kube_sa_token', 'projected_token'],
  ] as const)('%s on a granted %s', async (retriever, kind) => {
    const { workspaceId, context } = await team();
    const serviceAccount = { namespace: 'mooring', name: 'scanner', audience: 'sts.amazonaws.com' };
    const hostIdentityId = await identity(workspaceId, kind);
    const made = await createCredential(context, {
      name: 'hub',
      retriever,
      hostIdentityId,
      ...(retriever === 'kube_sa_token' ? { serviceAccount } : {}),
    });
    expect(made).toMatchObject({
      retriever,
      hostIdentity: { id: hostIdentityId, kind },
      serviceAccount: retriever === 'kube_sa_token' ? serviceAccount : null,
      version: 1,
    });
    expect(await getCredential(context, { credentialId: made.id })).toEqual(made);
    expect(await f.actions(workspaceId)).toEqual(['credential.create']);
  });

  test.each([
    ['none', 'token_file'],
    ['token_file', 'shared_config'],
    ['kube_sa_token', 'token_file'],
    ['mooring_issuer', 'projected_token'],
  ] as const)('%s not on a %s', async (retriever, kind) => {
    const { workspaceId, context } = await team();
    const hostIdentityId = await identity(workspaceId, kind);
    const serviceAccount = { namespace: 'n', name: 's', audience: 'a' };
    const extra = retriever === 'kube_sa_token' ? { serviceAccount } : {};
    const made = createCredential(context, { name: 'hub', retriever, hostIdentityId, ...extra });
    await expect(made).rejects.toMatchObject({ code: 'invalid_request', details: [{ path: 'hostIdentityId' }] });
  });

  test('one that needs an identity is not made without', async () => {
    const { context } = await team();
    for (const retriever of ['none', 'token_file'] as const) {
      const made = createCredential(context, { name: 'hub', retriever });
      await expect(made).rejects.toMatchObject({ code: 'invalid_request' });
    }
    const bare = createCredential(context, { name: 'hub', retriever: 'kube_sa_token', hostIdentityId: uuidv7() });
    await expect(bare).rejects.toMatchObject({ details: [{ path: 'serviceAccount' }] });
  });

  test('workspace B cannot use what is granted to A, nor what is nobody’s or does not exist: one answer', async () => {
    const [a, b] = [await team(), await team()];
    const ids = [await identity(a.workspaceId, 'token_file'), await identity(null, 'token_file'), uuidv7()];
    const answers = await Promise.all(
      ids.map((hostIdentityId) =>
        createCredential(b.context, { name: 'mine', retriever: 'token_file', hostIdentityId }).catch(
          ({ code, message }: { code: string; message: string }) => ({ code, message }),
        ),
      ),
    );
    expect(answers[0]).toMatchObject({ code: 'precondition_failed' });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('nor by raw SQL: the database holds the grant', async () => {
    const [a, b] = [await team(), await team()];
    const id = await identity(a.workspaceId, 'token_file');
    const insert = f.asOwner(
      `INSERT INTO tenant.credential (workspace_id, id, name, retriever, host_identity_id)
       VALUES ($1, gen_random_uuid(), 'x', 'token_file', $2)`,
      [b.workspaceId, id],
    );
    await expect(insert).rejects.toMatchObject({ constraint: 'credential_host_identity_fkey' });
    const forged = { workspaceId: b.workspaceId, hostIdentityId: id, retriever: 'token_file' };
    await expect(grantedHostIdentity({ db: f.db }, forged)).rejects.toMatchObject({ code: 'precondition_failed' });
  });
});

describe('a role chain', () => {
  test('gets an External ID of ours on each hop, unless one is typed in', async () => {
    const { context } = await team();
    const roleChain = [{ roleArn: ` ${ROLE} ` }, { roleArn: SECOND, externalId: 'theirs' }];
    const made = await createCredential(context, { name: 'hub', retriever: 'mooring_issuer', roleChain });
    const twin = await createCredential(context, { name: 'twin', retriever: 'mooring_issuer', roleChain });
    expect(made.roleChain).toMatchObject([{ roleArn: ROLE }, { roleArn: SECOND, externalId: 'theirs' }]);
    expect(made.roleChain[0]?.externalId).toMatch(/^mooring-[0-9a-f-]{36}$/);
    expect(made.roleChain[0]?.externalId).not.toBe(twin.roleChain[0]?.externalId);
  });

  test('keeps the External ID of a role when the chain is changed around it', async () => {
    const { context } = await team();
    const made = await createCredential(context, {
      name: 'hub',
      retriever: 'mooring_issuer',
      roleChain: [{ roleArn: ROLE }],
    });
    const updated = await updateCredential(context, {
      credentialId: made.id,
      version: 1,
      roleChain: [{ roleArn: SECOND }, { roleArn: ROLE }],
    });
    expect(updated.roleChain[1]).toEqual(made.roleChain[0]);
    expect(updated.version).toBe(2);
  });

  test.each([
    ['no ARN', 'hub'],
    ['a session', 'arn:aws:sts::120458963014:assumed-role/hub/me'],
    ['a user', 'arn:aws:iam::120458963014:user/hub'],
  ])('refuses %s, and says which', async (_name, roleArn) => {
    const { context } = await team();
    const made = createCredential(context, {
      name: 'hub',
      retriever: 'mooring_issuer',
      roleChain: [{ roleArn: ROLE }, { roleArn }],
    });
    await expect(made).rejects.toMatchObject({ code: 'invalid_request', details: [{ path: 'roleChain.1.roleArn' }] });
  });

  test('refuses a role twice and an External ID that AWS would', async () => {
    const { context } = await team();
    const chains = [[{ roleArn: ROLE }, { roleArn: ROLE }], [{ roleArn: ROLE, externalId: 'with space' }]];
    for (const roleChain of chains) {
      const made = createCredential(context, { name: 'hub', retriever: 'mooring_issuer', roleChain });
      await expect(made).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });

  test('is what the plan assumes after the integration’s own role', async () => {
    const { workspaceId, context } = await team();
    const made = await createCredential(context, {
      name: 'hub',
      retriever: 'mooring_issuer',
      roleChain: [{ roleArn: SECOND, externalId: 'theirs' }],
    });
    const { id } = await createIntegration(context, { name: 'chained', credentialId: made.id });
    const integration = await f.db.tenant.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT set_config('mooring.workspace_id', ${workspaceId}, true)`;
      return tx.integration.findUniqueOrThrow({
        where: { workspaceId_id: { workspaceId, id } },
        include: { credential: true },
      });
    });
    const plan = await credentialPlan(context, integration, { roleArn: ROLE });
    expect(plan.chain).toMatchObject([
      { roleArn: ROLE, externalId: null },
      { roleArn: SECOND, externalId: 'theirs' },
    ]);
  });

  test('of a connected integration stays as it was verified; a draft is to be verified again', async () => {
    const { workspaceId, context } = await team();
    const made = await createCredential(context, { name: 'hub', retriever: 'mooring_issuer' });
    const { id } = await createIntegration(context, { name: 'payments', credentialId: made.id });
    const roleChain = [{ roleArn: ROLE }];
    await updateCredential(context, { credentialId: made.id, version: 1, roleChain });
    expect((await getIntegration(context, { integrationId: id })).version).toBe(2);
    await f.asOwner(`UPDATE tenant.integration SET state = 'connected' WHERE workspace_id = $1`, [workspaceId]);
    const rewired = updateCredential(context, { credentialId: made.id, version: 2, roleChain: [] });
    await expect(rewired).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('payments') });
    const renamed = await updateCredential(context, { credentialId: made.id, version: 2, name: 'renamed', roleChain });
    expect(renamed).toMatchObject({ name: 'renamed', version: 3 });
    expect((await getIntegration(context, { integrationId: id })).version).toBe(2);
  });
});

describe('credentials', () => {
  test('names are one each, the version read decides, and one in use is not removed', async () => {
    const { workspaceId, context } = await team();
    const made = await createCredential(context, { name: 'hub', retriever: 'mooring_issuer' });
    const twice = createCredential(context, { name: 'hub', retriever: 'mooring_issuer' });
    await expect(twice).rejects.toMatchObject({ code: 'conflict', details: [{ path: 'name' }] });
    await createCredential(context, { name: 'other', retriever: 'mooring_issuer' });
    const taken = updateCredential(context, { credentialId: made.id, version: 1, name: 'other' });
    await expect(taken).rejects.toMatchObject({ code: 'conflict', details: [{ path: 'name' }] });
    await updateCredential(context, { credentialId: made.id, version: 1, name: 'hub2' });
    const stale = updateCredential(context, { credentialId: made.id, version: 1, name: 'hub3' });
    await expect(stale).rejects.toMatchObject({ code: 'stale_version', details: [{ version: 2 }] });
    await createIntegration(context, { name: 'payments', credentialId: made.id });
    const { credentials } = await listCredentials(context, {});
    expect(credentials.map(({ name, integrations }) => [name, integrations.map((used) => used.name)])).toEqual([
      ['hub2', ['payments']],
      ['other', []],
    ]);
    const removed = removeCredential(context, { credentialId: made.id });
    await expect(removed).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('payments') });
    const [, other] = credentials;
    await removeCredential(context, { credentialId: other?.id ?? '' });
    expect((await f.actions(workspaceId)).at(-1)).toBe('credential.remove');
  });

  test('of another workspace are not there, for members of both and of none', async () => {
    const [a, b] = [await team(), await team()];
    const { id: credentialId } = await createCredential(a.context, { name: 'hub', retriever: 'mooring_issuer' });
    const stranger = f.as(await f.person(), a.workspaceId, null);
    for (const context of [b.context, stranger]) {
      const missing = { code: 'not_found' };
      await expect(getCredential(context, { credentialId })).rejects.toMatchObject(missing);
      await expect(updateCredential(context, { credentialId, version: 1, name: 'x' })).rejects.toMatchObject(missing);
      await expect(removeCredential(context, { credentialId })).rejects.toMatchObject(missing);
      await expect(createIntegration(context, { name: 'x', credentialId })).rejects.toMatchObject(missing);
    }
    await expect(listCredentials(stranger, {})).rejects.toMatchObject({ code: 'not_found' });
    expect((await listCredentials(b.context, {})).credentials).toEqual([]);
  });

  test('a viewer reads and changes nothing', async () => {
    const { workspaceId, context } = await team();
    const { id: credentialId } = await createCredential(context, { name: 'hub', retriever: 'mooring_issuer' });
    const viewer = f.as(await f.member(workspaceId, 'viewer'), workspaceId, 'viewer');
    expect((await getCredential(viewer, { credentialId })).name).toBe('hub');
    const denied = { code: 'permission_denied' };
    await expect(createCredential(viewer, { name: 'x', retriever: 'mooring_issuer' })).rejects.toMatchObject(denied);
    await expect(updateCredential(viewer, { credentialId, version: 1 })).rejects.toMatchObject(denied);
    await expect(removeCredential(viewer, { credentialId })).rejects.toMatchObject(denied);
  });
});
