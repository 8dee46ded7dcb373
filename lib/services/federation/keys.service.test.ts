import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jwksDocument } from '@/lib/federation/issuer/documents';
import type { PublicJwk } from '@/lib/federation/issuer/keys';
import { DEFAULT_ROTATION, retention } from '@/lib/federation/issuer/rotation';
import { verifyIssuedToken } from '@/lib/federation/issuer/verify';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { issuerKeyStore } from './issuer-key-cache';
import { listIssuerKeys } from './list-keys';
import { ensureIssuerKey, mintWorkspaceToken } from './mint';
import { rotateDueKeys } from './rotate-due-keys';
import { rotateIssuerKeys } from './rotate-keys';

const START = new Date('2026-11-21T10:00:00.000Z');
const CLAIMS = { issuer: 'https://issuer.test/oidc/x', subject: 's', audience: 'mooring' };
let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture({ issuerBase: 'https://issuer.test' });
});
afterAll(() => f.close());

const deps = () => ({ db: f.db, install: f.install, now: () => f.clock.now });
const later = (seconds: number) => {
  f.clock.now = new Date(f.clock.now.getTime() + seconds * 1000);
};

async function team(role: 'owner' | 'admin' | 'editor' | 'viewer' = 'admin') {
  f.clock.now = START;
  const workspaceId = await f.workspace();
  return { workspaceId, context: f.as(await f.member(workspaceId, role), workspaceId, role) };
}

async function states(workspaceId: string): Promise<string[]> {
  const rows = await f.db.directory.issuerKey.findMany({ where: { workspaceId } });
  return rows.map(({ state }) => state).sort();
}

/** Whether a verifier that fetches the published keys now accepts the token. */
async function verifies(workspaceId: string, token: string): Promise<boolean> {
  const keys = await issuerKeyStore(f.db).load(workspaceId);
  const jwks = JSON.parse(jwksDocument(keys ?? []).body) as { keys: PublicJwk[] };
  const expected = { issuer: CLAIMS.issuer, audience: 'mooring', now: f.clock.now, toleranceSeconds: 300 };
  return verifyIssuedToken(token, jwks, expected).then(
    () => true,
    () => false,
  );
}

describe('issuer keys', () => {
  test('the first token makes the key that signs and the one that waits, whoever asks at once', async () => {
    const { workspaceId } = await team();
    const minted = await Promise.all([1, 2, 3, 4].map(() => mintWorkspaceToken(deps(), workspaceId, CLAIMS)));
    expect(new Set(minted.map(({ kid }) => kid)).size).toBe(1);
    expect(await states(workspaceId)).toEqual(['active', 'next']);
    for (const { token } of minted) expect(await verifies(workspaceId, token)).toBe(true);
  });

  test('the database itself refuses a second key that signs', async () => {
    const { workspaceId } = await team();
    await ensureIssuerKey(deps(), workspaceId);
    const second = f.asOwner(
      `INSERT INTO directory.issuer_key (id, workspace_id, kid, state, public_jwk, sealed_private)
       VALUES (gen_random_uuid(), $1, 'other', 'active', '{}', '')`,
      [workspaceId],
    );
    await expect(second).rejects.toMatchObject({ code: '23505', constraint: 'issuer_key_one_of_state' });
  });

  test('private parts are sealed to their row: another workspace cannot sign with a swapped one', async () => {
    const [a, b] = [await team(), await team()];
    await ensureIssuerKey(deps(), a.workspaceId);
    await ensureIssuerKey(deps(), b.workspaceId);
    await f.asOwner(
      `UPDATE directory.issuer_key SET sealed_private =
         (SELECT sealed_private FROM directory.issuer_key WHERE workspace_id = $1 AND state = 'active')
       WHERE workspace_id = $2 AND state = 'active'`,
      [a.workspaceId, b.workspaceId],
    );
    await expect(mintWorkspaceToken(deps(), b.workspaceId, CLAIMS)).rejects.toThrow();
    expect(await verifies(a.workspaceId, (await mintWorkspaceToken(deps(), a.workspaceId, CLAIMS)).token)).toBe(true);
  });

  test('lists keys newest first in pages, without private parts', async () => {
    const { workspaceId, context } = await team('viewer');
    await ensureIssuerKey(deps(), workspaceId);
    const first = await listIssuerKeys(context, { pageSize: 1 });
    const second = await listIssuerKeys(context, { pageSize: 1, pageToken: first.nextPageToken });
    const kids = [...first.issuerKeys, ...second.issuerKeys].map(({ kid }) => kid);
    expect(new Set(kids).size).toBe(2);
    expect(second.nextPageToken).toBeUndefined();
    expect(Object.keys(first.issuerKeys[0] ?? {}).sort()).toEqual(
      ['activatedAt', 'createdAt', 'kid', 'published', 'retiringAt', 'revokedAt', 'state'].sort(),
    );
  });

  test('another workspace’s keys are not there', async () => {
    const { workspaceId } = await team();
    const stranger = f.as(await f.person(), workspaceId, null);
    await expect(listIssuerKeys(stranger, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(rotateIssuerKeys(stranger)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('rotation on request', () => {
  test('the waiting key takes over, the former stays published until its tokens have expired; audited', async () => {
    const { workspaceId, context } = await team();
    const before = await mintWorkspaceToken(deps(), workspaceId, CLAIMS);
    const waiting = (await listIssuerKeys(context, {})).issuerKeys.find(({ state }) => state === 'next');
    const { issuerKeys } = await rotateIssuerKeys(context);
    expect(issuerKeys.map(({ state }) => state).sort()).toEqual(['active', 'next', 'retiring']);
    const after = await mintWorkspaceToken(deps(), workspaceId, CLAIMS);
    expect(after.kid).toBe(waiting?.kid);
    expect(await verifies(workspaceId, before.token)).toBe(true);
    expect(await f.actions(workspaceId)).toEqual(['issuer_key.rotate']);
    later(retention(DEFAULT_ROTATION) + 1);
    expect(await rotateDueKeys(deps())).toBeGreaterThan(0);
    expect(await verifies(workspaceId, before.token)).toBe(false);
    expect(await states(workspaceId)).toEqual(['active', 'next', 'revoked']);
  });

  test('two at once are two rotations in a row, and no token of before fails', async () => {
    const { workspaceId, context } = await team();
    const before = await mintWorkspaceToken(deps(), workspaceId, CLAIMS);
    await Promise.all([rotateIssuerKeys(context), rotateIssuerKeys(context)]);
    expect(await states(workspaceId)).toEqual(['active', 'next', 'retiring', 'retiring']);
    expect(await verifies(workspaceId, before.token)).toBe(true);
    expect(await verifies(workspaceId, (await mintWorkspaceToken(deps(), workspaceId, CLAIMS)).token)).toBe(true);
  });

  test('works before the first token, and under load every token verifies', async () => {
    const { workspaceId, context } = await team();
    await rotateIssuerKeys(context);
    const work = [1, 2, 3].flatMap(() => [
      rotateIssuerKeys(context).then(() => null),
      mintWorkspaceToken(deps(), workspaceId, CLAIMS),
      mintWorkspaceToken(deps(), workspaceId, CLAIMS),
    ]);
    for (const minted of await Promise.all(work)) {
      if (minted) expect(await verifies(workspaceId, minted.token)).toBe(true);
    }
  });

  test.each(['editor', 'viewer'] as const)('is not for an %s', async (role) => {
    const { context } = await team(role);
    await expect(rotateIssuerKeys(context)).rejects.toMatchObject({ code: 'permission_denied' });
  });
});

describe('rotation by the calendar', () => {
  test('two replicas at once do it once', async () => {
    const { workspaceId } = await team();
    await ensureIssuerKey(deps(), workspaceId);
    later(DEFAULT_ROTATION.activeFor + 1);
    const [a, b] = await Promise.all([rotateDueKeys(deps()), rotateDueKeys(deps())]);
    expect(a + b).toBeGreaterThan(0);
    expect(await states(workspaceId)).toEqual(['active', 'next', 'retiring']);
    expect(await f.actions(workspaceId)).toEqual(['issuer_key.rotate']);
    expect(await rotateDueKeys(deps())).toBe(0);
  });

  test('gives each workspace its first keys, and one that cannot be sealed holds up no other', async () => {
    const [broken, whole] = [await team(), await team()];
    await ensureIssuerKey(deps(), broken.workspaceId);
    await f.asOwner(`UPDATE directory.issuer_key SET state = 'bogus' WHERE workspace_id = $1 AND state = 'next'`, [
      broken.workspaceId,
    ]);
    await f.asOwner(
      `CREATE FUNCTION directory.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused'; END $$`,
    );
    await f.asOwner(
      `CREATE TRIGGER refuse BEFORE INSERT ON directory.issuer_key FOR EACH ROW
       WHEN (NEW.workspace_id = '${broken.workspaceId}') EXECUTE FUNCTION directory.refuse()`,
    );
    await expect(rotateDueKeys(deps())).rejects.toThrow(AggregateError);
    expect(await states(whole.workspaceId)).toEqual(['active', 'next']);
    expect(await states(broken.workspaceId)).toEqual(['active', 'bogus']);
    await f.asOwner('DROP TRIGGER refuse ON directory.issuer_key');
  });
});
