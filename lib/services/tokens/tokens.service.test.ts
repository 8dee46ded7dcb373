import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authenticateToken } from '@/lib/auth/authenticate-token';
import { updateMember } from '../people/update-member';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { createApiToken } from './create';
import { listApiTokens } from './list';
import { revokeApiToken } from './revoke';

const DAY_MS = 24 * 3_600_000;
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

async function team() {
  const workspaceId = await f.workspace();
  const admin = await f.member(workspaceId, 'admin');
  return { workspaceId, admin, context: f.as(admin, workspaceId, 'admin') };
}

describe('API tokens', () => {
  test('the secret is shown once and only its hash is kept', async () => {
    const { workspaceId, admin, context } = await team();
    const { apiToken, secret } = await createApiToken(context, { name: 'ci', role: 'editor', expiresInDays: 30 });
    expect(secret).toMatch(/^mooring_[\w-]{43}$/);
    expect(apiToken).toMatchObject({ hint: secret.slice(-4), createdBy: admin.email, installAdmin: false });
    const dump = await f.asOwner(
      'SELECT to_jsonb(t)::text AS row FROM directory.api_token t UNION ALL SELECT to_jsonb(e)::text FROM tenant.audit_entry e',
    );
    expect(JSON.stringify(dump.rows)).not.toContain(secret.slice('mooring_'.length));
    expect((await listApiTokens(context, {})).apiTokens).toEqual([apiToken]);
    const actor = await authenticateToken(f.db, secret, workspaceId, f.clock.now);
    expect(actor).toMatchObject({ kind: 'token', id: apiToken.id, role: 'editor', installAdmin: false });
  });

  test('has no role in another workspace', async () => {
    const { secret } = await createApiToken((await team()).context, { name: 'ci', role: 'admin' });
    const other = await team();
    expect(await authenticateToken(f.db, secret, other.workspaceId, f.clock.now)).toMatchObject({ role: null });
    expect(await authenticateToken(f.db, secret, null, f.clock.now)).toMatchObject({ role: null });
  });

  test('an expired, a revoked and an unknown token are refused, each with its reason', async () => {
    const { workspaceId, context } = await team();
    const { apiToken, secret } = await createApiToken(context, { name: 'short', role: 'viewer', expiresInDays: 1 });
    const later = new Date(f.clock.now.getTime() + DAY_MS);
    const refusal = (message: RegExp) => ({ code: 'unauthenticated', message: expect.stringMatching(message) });
    await expect(authenticateToken(f.db, secret, workspaceId, later)).rejects.toMatchObject(refusal(/expired/));
    await revokeApiToken(context, { apiTokenId: apiToken.id });
    await expect(authenticateToken(f.db, secret, workspaceId, f.clock.now)).rejects.toMatchObject(refusal(/revoked/));
    await expect(authenticateToken(f.db, `${secret}x`, null, f.clock.now)).rejects.toMatchObject(refusal(/not known/));
  });

  test('last use is written once a minute', async () => {
    const { context } = await team();
    const { apiToken, secret } = await createApiToken(context, { name: 'busy', role: 'viewer' });
    const at = async (ms: number) => {
      const now = new Date(f.clock.now.getTime() + ms);
      await authenticateToken(f.db, secret, null, now);
      const row = await f.db.directory.apiToken.findUniqueOrThrow({ where: { id: apiToken.id } });
      return (row.lastUsedAt?.getTime() ?? 0) - f.clock.now.getTime();
    };
    expect([await at(0), await at(59_999), await at(60_000)]).toEqual([0, 0, 60_000]);
  });

  test('a name is free again once its token is revoked', async () => {
    const { context } = await team();
    const { apiToken } = await createApiToken(context, { name: 'deploy', role: 'viewer' });
    await expect(createApiToken(context, { name: 'deploy', role: 'viewer' })).rejects.toMatchObject({ code: 'P2002' });
    await revokeApiToken(context, { apiTokenId: apiToken.id });
    await createApiToken(context, { name: 'deploy', role: 'viewer' });
  });

  test('nobody makes or revokes a token above their role, nor another workspace’s', async () => {
    const { workspaceId, context } = await team();
    const owner = await f.member(workspaceId, 'owner');
    const above = await createApiToken(f.as(owner, workspaceId, 'owner'), { name: 'root', role: 'owner' });
    const denied = { code: 'permission_denied' };
    await expect(createApiToken(context, { name: 'x', role: 'owner' })).rejects.toMatchObject(denied);
    await expect(revokeApiToken(context, { apiTokenId: above.apiToken.id })).rejects.toMatchObject(denied);
    const editor = await f.member(workspaceId, 'editor');
    const refused = createApiToken(f.as(editor, workspaceId, 'editor'), { name: 'x', role: 'viewer' });
    await expect(refused).rejects.toMatchObject(denied);
    const foreign = revokeApiToken((await team()).context, { apiTokenId: above.apiToken.id });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a token makes tokens up to its own role, and none once revoked', async () => {
    const { workspaceId, context } = await team();
    const { apiToken, secret } = await createApiToken(context, { name: 'maker', role: 'admin' });
    const actor = await authenticateToken(f.db, secret, workspaceId, f.clock.now);
    const own = { ...context, actor };
    const denied = createApiToken(own, { name: 'more', role: 'owner' });
    await expect(denied).rejects.toMatchObject({ code: 'permission_denied' });
    const made = await createApiToken(own, { name: 'less', role: 'viewer' });
    expect((await listApiTokens(context, {})).apiTokens[0]).toMatchObject({
      id: made.apiToken.id,
      createdBy: 'token maker',
    });
    await revokeApiToken(context, { apiTokenId: apiToken.id });
    const late = createApiToken(own, { name: 'late', role: 'viewer' });
    await expect(late).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('a demotion ends the tokens above the new role', async () => {
    const { workspaceId, admin, context } = await team();
    const owner = await f.member(workspaceId, 'owner');
    const high = await createApiToken(context, { name: 'high', role: 'admin' });
    const low = await createApiToken(context, { name: 'low', role: 'viewer' });
    await updateMember(f.as(owner, workspaceId, 'owner'), { userId: admin.id, role: 'viewer' });
    await expect(authenticateToken(f.db, high.secret, workspaceId, f.clock.now)).rejects.toThrow(/revoked/);
    expect(await authenticateToken(f.db, low.secret, workspaceId, f.clock.now)).toMatchObject({ role: 'viewer' });
  });
});
