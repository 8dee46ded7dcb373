import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inWorkspace } from '@/lib/db/transaction';
import { type InventoryFixture, openInventoryFixture, resource } from '@/lib/services/inventory/testing/fixture';
import { scan } from '@/lib/services/inventory/testing/scan';

const T0 = Date.UTC(2026, 0, 1);
const STRANGER = '0193a000-0000-7000-8000-00000000dead';

let f: InventoryFixture;
let workspaceId: string;
let uid: string;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());
beforeEach(async () => {
  workspaceId = await f.workspace();
  const edge = { kind: 'attached', toType: 'AWS::IAM::ManagedPolicy', toArn: 'arn:aws:iam::aws:policy/A' } as const;
  const thing = resource('AROA1', { relationships: [edge] });
  await scan(f, await f.integration(workspaceId), { at: T0, things: [thing] });
  const [row] = await f.read(workspaceId, (tx) => tx.resource.findMany({ where: { workspaceId } }));
  uid = row?.uid ?? '';
});

const counts = async () => {
  const [row] = await f.asOwner<{ versions: number; causes: number; edges: number }>(
    `SELECT (SELECT count(*)::int FROM tenant.resource_version WHERE workspace_id = $1) AS versions,
       (SELECT count(*)::int FROM tenant.version_cause WHERE workspace_id = $1) AS causes,
       (SELECT count(*)::int FROM tenant.relationship WHERE workspace_id = $1) AS edges`,
    [workspaceId],
  );
  return row;
};
const version = (resourceUid: string, n: number) => ({
  data: { workspaceId, resourceUid, version: n, kind: 'changed', document: {}, seenAt: new Date(T0) },
});
const cause = (n: number) => ({
  data: { workspaceId, resourceUid: uid, version: n, position: 1, kind: 'event', at: new Date(T0) },
});
const edgeFrom = (fromUid: string) => ({
  data: { workspaceId, fromUid, kind: 'uses', toType: 'T', toKey: 'k', toBy: 'id' },
});
const write = (work: Parameters<typeof inWorkspace<unknown>>[2]) => inWorkspace(f.db, workspaceId, work);

test('nothing is written of a resource or a version that is not there', async () => {
  await expect(write((tx) => tx.resourceVersion.create(version(STRANGER, 2)))).rejects.toMatchObject({ code: 'P2003' });
  await expect(write((tx) => tx.relationship.create(edgeFrom(STRANGER)))).rejects.toMatchObject({ code: 'P2003' });
  await expect(write((tx) => tx.versionCause.create(cause(9)))).rejects.toMatchObject({ code: 'P2003' });
  await write((tx) => tx.resourceVersion.create(version(uid, 2)));
  await write((tx) => tx.versionCause.create(cause(2)));
  await write((tx) => tx.relationship.create(edgeFrom(uid)));
  expect(await counts()).toEqual({ versions: 2, causes: 2, edges: 2 });
});

test('a resource takes with it what hangs on it, and so does its workspace', async () => {
  expect(await counts()).toEqual({ versions: 1, causes: 1, edges: 1 });
  await write((tx) => tx.resource.deleteMany({ where: { workspaceId, uid } }));
  expect(await counts()).toEqual({ versions: 0, causes: 0, edges: 0 });

  const other = await f.workspace();
  await scan(f, await f.integration(other), { at: T0, things: [resource('AROA2')] });
  await f.db.directory.workspace.delete({ where: { id: other } });
  expect(await f.asOwner('SELECT FROM tenant.resource_version WHERE workspace_id = $1', [other])).toEqual([]);
  expect(await f.asOwner('SELECT FROM tenant.version_cause WHERE workspace_id = $1', [other])).toEqual([]);
});

test('the keys that hold them together never change', async () => {
  const move = { where: { workspaceId, uid }, data: { uid: STRANGER } };
  await expect(write((tx) => tx.resource.updateMany(move))).rejects.toMatchObject({ code: 'P2003' });
  const away = { where: { workspaceId, fromUid: uid }, data: { fromUid: STRANGER } };
  await expect(write((tx) => tx.relationship.updateMany(away))).rejects.toMatchObject({ code: 'P2003' });
});

test('who adds a version while its resource is being deleted waits, and is refused', async () => {
  const adding = Promise.withResolvers<void>();
  let added: Promise<unknown> | undefined;
  await write(async (tx) => {
    await tx.resource.deleteMany({ where: { workspaceId, uid } });
    added = write(async (second) => {
      adding.resolve();
      await second.resourceVersion.create(version(uid, 2));
    });
    added.catch(() => {});
    await adding.promise;
    await waitsForLock();
  });
  await expect(added).rejects.toMatchObject({ code: 'P2003' });
  expect(await counts()).toEqual({ versions: 0, causes: 0, edges: 0 });
});

test('who deletes a resource waits for a version that is being added, and takes it along', async () => {
  let deleted: Promise<unknown> | undefined;
  await write(async (tx) => {
    await tx.resourceVersion.create(version(uid, 2));
    deleted = write((second) => second.resource.deleteMany({ where: { workspaceId, uid } }));
    deleted.catch(() => {});
    await waitsForLock();
  });
  await deleted;
  expect(await counts()).toEqual({ versions: 0, causes: 0, edges: 0 });
});

async function waitsForLock(): Promise<void> {
  const waiting = `SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()`;
  await expect.poll(() => f.asOwner(waiting), { timeout: 60_000 }).toHaveLength(1);
}
