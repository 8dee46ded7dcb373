import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCredential } from '../credentials/create';
import { removeCredential } from '../credentials/remove';
import { codes, openServiceFixture, type ServiceFixture } from '../testing/context';
import { untilBlocked } from '../testing/waiting';
import { createHostIdentity } from './create-host-identity';
import { grantHostIdentity } from './grant-host-identity';
import { listGrantedHostIdentities, listHostIdentities } from './list-host-identities';
import { removeHostIdentity } from './remove-host-identity';

const DIRECTORY = '/var/run/secrets/mooring';
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

const name = () => `identity ${uuidv7().slice(-8)}`;
const administrator = async () => f.administrator(await f.person({ installAdmin: true }));

async function team() {
  const workspaceId = await f.workspace();
  return { workspaceId, context: f.as(await f.member(workspaceId, 'editor'), workspaceId, 'editor') };
}

async function tokenFile() {
  const admin = await administrator();
  const identity = await createHostIdentity(admin, {
    name: name(),
    kind: 'token_file',
    path: `${DIRECTORY}/${uuidv7()}/token`,
  });
  return { admin, id: identity.id };
}

describe('naming an identity of the host', () => {
  test('each kind keeps what it is read from, and the install’s log has it', async () => {
    const admin = await administrator();
    const file = await createHostIdentity(admin, {
      name: name(),
      kind: 'token_file',
      path: `${DIRECTORY}/a/../b/token`,
    });
    expect(file).toMatchObject({ path: `${DIRECTORY}/b/token`, profile: null, grantedWorkspace: null });
    const pod = await createHostIdentity(admin, { name: name(), kind: 'projected_token' });
    expect(pod.path).toBe(`${DIRECTORY}/federation/token`);
    const shared = await createHostIdentity(admin, { name: name(), kind: 'shared_config', profile: 'ops' });
    expect(shared).toMatchObject({ path: null, profile: 'ops' });
    expect((await f.actions(null)).slice(-3)).toEqual(Array(3).fill('host_identity.create'));
  });

  test.each([
    '/etc/shadow',
    `${DIRECTORY}/../other/token`,
    `${DIRECTORY}-evil/token`,
    DIRECTORY,
    `${DIRECTORY}/`,
    `${DIRECTORY}/x/../../../../../etc/shadow`,
  ])('a token file at %s is refused', async (path) => {
    const made = createHostIdentity(await administrator(), { name: name(), kind: 'token_file', path });
    await expect(made).rejects.toMatchObject({ code: 'invalid_request', details: [{ path: 'path' }] });
  });

  test('what belongs to another kind is refused', async () => {
    const admin = await administrator();
    const bad = { code: 'invalid_request' };
    await expect(
      createHostIdentity(admin, { name: name(), kind: 'shared_config', path: `${DIRECTORY}/x` }),
    ).rejects.toMatchObject(bad);
    await expect(
      createHostIdentity(admin, { name: name(), kind: 'token_file', path: `${DIRECTORY}/x`, profile: 'p' }),
    ).rejects.toMatchObject(bad);
    await expect(createHostIdentity(admin, { name: name(), kind: 'token_file' })).rejects.toMatchObject(bad);
  });

  test('one file is one identity, whatever name and kind it comes under, also at once', async () => {
    const admin = await administrator();
    const path = `${DIRECTORY}/${uuidv7()}/token`;
    const results = await Promise.allSettled(
      (['token_file', 'projected_token', 'token_file'] as const).map((kind) =>
        createHostIdentity(admin, { name: name(), kind, path }),
      ),
    );
    expect(codes(results).filter((code) => code !== null)).toEqual(['conflict', 'conflict']);
    await createHostIdentity(admin, { name: name(), kind: 'shared_config', profile: 'one' });
    const twice = createHostIdentity(admin, { name: name(), kind: 'shared_config', profile: 'one' });
    await expect(twice).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is not for owners of workspaces', async () => {
    const workspaceId = await f.workspace();
    const owner = f.as(await f.member(workspaceId, 'owner'), workspaceId, 'owner');
    const denied = { code: 'permission_denied' };
    await expect(createHostIdentity(owner, { name: name(), kind: 'shared_config' })).rejects.toMatchObject(denied);
    await expect(listHostIdentities(owner, {})).rejects.toMatchObject(denied);
    await expect(grantHostIdentity(owner, { hostIdentityId: uuidv7(), workspaceId })).rejects.toMatchObject(denied);
    await expect(removeHostIdentity(owner, { hostIdentityId: uuidv7() })).rejects.toMatchObject(denied);
  });
});

describe('granting it', () => {
  test('gives it to one workspace, which alone sees it; both logs tell', async () => {
    const { admin, id } = await tokenFile();
    const [a, b] = [await team(), await team()];
    const granted = await grantHostIdentity(admin, { hostIdentityId: id, workspaceId: a.workspaceId });
    expect(granted.grantedWorkspace?.id).toBe(a.workspaceId);
    await grantHostIdentity(admin, { hostIdentityId: id, workspaceId: a.workspaceId });
    const seen = async ({ context }: typeof a) =>
      (await listGrantedHostIdentities(context, {})).hostIdentities.map((identity) => identity.id);
    expect([await seen(a), await seen(b)]).toEqual([[id], []]);
    await grantHostIdentity(admin, { hostIdentityId: id, workspaceId: b.workspaceId });
    expect([await seen(a), await seen(b)]).toEqual([[], [id]]);
    await grantHostIdentity(admin, { hostIdentityId: id, workspaceId: null });
    expect(await f.actions(a.workspaceId)).toEqual(['host_identity.grant', 'host_identity.withdraw']);
    expect(await f.actions(b.workspaceId)).toEqual(['host_identity.grant', 'host_identity.withdraw']);
    expect((await f.actions(null)).slice(-4)).toEqual([
      'host_identity.create',
      'host_identity.grant',
      'host_identity.grant',
      'host_identity.withdraw',
    ]);
  });

  test('while credentials stand on it it stays, by name', async () => {
    const { admin, id } = await tokenFile();
    const [a, b] = [await team(), await team()];
    await grantHostIdentity(admin, { hostIdentityId: id, workspaceId: a.workspaceId });
    const credential = await createCredential(a.context, { name: 'hub', retriever: 'token_file', hostIdentityId: id });
    const conflict = { code: 'conflict', message: expect.stringContaining('hub') };
    for (const workspaceId of [b.workspaceId, null]) {
      await expect(grantHostIdentity(admin, { hostIdentityId: id, workspaceId })).rejects.toMatchObject(conflict);
    }
    await expect(removeHostIdentity(admin, { hostIdentityId: id })).rejects.toMatchObject(conflict);
    await removeCredential(a.context, { credentialId: credential.id });
    await grantHostIdentity(admin, { hostIdentityId: id, workspaceId: b.workspaceId });
    await removeHostIdentity(admin, { hostIdentityId: id });
    await expect(removeHostIdentity(admin, { hostIdentityId: id })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('two at once have one winner', async () => {
    const { admin, id } = await tokenFile();
    const [a, b] = [await team(), await team()];
    let grants: Promise<PromiseSettledResult<unknown>[]> | undefined;
    // Both have looked and wait for the row before either may write it.
    await f.db.directory.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM directory.host_identity WHERE id = ${id}::uuid FOR UPDATE`;
      grants = Promise.allSettled(
        [a, b].map(({ workspaceId }) => grantHostIdentity(admin, { hostIdentityId: id, workspaceId })),
      );
      await untilBlocked(f.db, 2);
    });
    const results = (await grants) ?? [];
    expect(codes(results).filter((code) => code !== null)).toEqual(['stale_version']);
    const winner = results[0]?.status === 'fulfilled' ? a : b;
    const stored = await f.db.directory.hostIdentity.findUniqueOrThrow({ where: { id } });
    expect(stored.grantedWorkspaceId).toBe(winner.workspaceId);
  });

  test('a credential and a move away at once: one of them is refused, never both done', async () => {
    for (let round = 0; round < 5; round++) {
      const { admin, id } = await tokenFile();
      const [a, b] = [await team(), await team()];
      await grantHostIdentity(admin, { hostIdentityId: id, workspaceId: a.workspaceId });
      const results = await Promise.allSettled([
        createCredential(a.context, { name: 'hub', retriever: 'token_file', hostIdentityId: id }),
        grantHostIdentity(admin, { hostIdentityId: id, workspaceId: b.workspaceId }),
      ]);
      expect(codes(results).filter((code) => code === null)).toHaveLength(1);
    }
  });

  test('to a workspace or of an identity that does not exist is not found', async () => {
    const { admin, id } = await tokenFile();
    const missing = { code: 'not_found' };
    await expect(grantHostIdentity(admin, { hostIdentityId: id, workspaceId: uuidv7() })).rejects.toMatchObject(
      missing,
    );
    await expect(grantHostIdentity(admin, { hostIdentityId: uuidv7(), workspaceId: null })).rejects.toMatchObject(
      missing,
    );
  });

  test('lists are in pages', async () => {
    const { admin } = await tokenFile();
    await tokenFile();
    const first = await listHostIdentities(admin, { pageSize: 1 });
    const second = await listHostIdentities(admin, { pageSize: 1, pageToken: first.nextPageToken });
    expect(first.hostIdentities[0]?.id).not.toBe(second.hostIdentities[0]?.id);
  });
});
