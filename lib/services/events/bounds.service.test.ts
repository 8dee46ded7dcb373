import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventPort, ShardFence } from '@/lib/sensor/event-port';
import { ACCOUNT, type InventoryFixture, observed, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { keepEventLog } from './retention';
import { batch, heldSource, portOf, record, sensor } from './testing/source';

/** What somebody who may send to a queue can make of the database, and what is left of what went away. */
const T0 = Math.floor(Date.now() / 1000) * 1000 - 600_000;

let f: InventoryFixture;
let port: EventPort;
let sensorId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  port = portOf(f);
  sensorId = await sensor(f);
});
afterAll(() => f.close());

let workspaceId: string;
let sourceId: string;
let fence: ShardFence;
let upkeep: ShardFence;
beforeEach(async () => {
  ({ workspaceId, sourceId, fence, upkeep } = await heldSource(f, sensorId));
});

const count = async (table: string, where = 'true') =>
  (
    await f.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM tenant.${table} WHERE workspace_id = $1 AND ${where}`,
      [workspaceId],
    )
  )[0]?.n;
const found = (path: string, at: number, until = at) =>
  ({
    kind: 'found',
    observation: observed(resource('AROA1', { name: 'deploy', attributes: { path } }), at),
    answeredAt: until,
  }) as const;
const paths = () =>
  f.asOwner<{ path: string }>(
    `SELECT v.document->'attributes'->>'path' AS path FROM tenant.resource_version v WHERE v.workspace_id = $1 ORDER BY v.version`,
    [workspaceId],
  );

test('of accounts that nobody covers so many are named, and all are counted', async () => {
  const foreign = Object.fromEntries(Array.from({ length: 1_200 }, (_, n) => [String(100_000_000_000 + n), 2]));
  await port.submit(fence, batch([], { foreign }));
  await port.submit(fence, batch([], { foreign: { ...foreign, '999999999999': 1 } }));
  expect(await count('event_foreign_account')).toBe(1_000);
  expect(await count('event_foreign_account', 'count = 4')).toBe(1_000);
  const [counted] = await f.asOwner<{ n: number }>(
    'SELECT sum(foreign_account)::int AS n FROM tenant.event_count WHERE workspace_id = $1',
    [workspaceId],
  );
  expect(counted?.n).toBe(4_801);
});

test('what was quarantined is kept to be replayed up to a size, its notice beyond that', async () => {
  const poison = (n: number) => ({
    deliveryId: `message-${n}`,
    reason: 'not_json' as const,
    message: 'no',
    bytes: 100 * 1024 * 1024,
    payload: Buffer.from(`{ ${n}`),
  });
  for (const n of [1, 2, 3]) await port.submit(fence, batch([], { poison: [poison(n)] }));
  expect(await count('event_quarantine')).toBe(3);
  expect(await count('event_quarantine', "payload IS NOT NULL AND delivery_id <> 'message-1'")).toBe(2);
  expect(await count('event_quarantine', "payload IS NULL AND excerpt <> ''")).toBe(1);
});

test('a region that cannot be one becomes no scope of anybody', async () => {
  const scope = (region: string) => ({ accountId: ACCOUNT, region, type: 'AWS::IAM::Role' });
  const { owners } = await port.prepare(
    fence,
    [],
    ['global', 'eu-west-1', 'mx-central-1', 'x', 'evil.example', 'a-1'].map(scope),
  );
  expect(owners.map((owner) => owner !== null)).toEqual([true, true, true, false, false, false]);
  expect(await count('inventory_scope')).toBe(3);
});

test('what waits for a read that nobody makes any more ends and says so', async () => {
  const error = { kind: 'throttled', code: 'Throttling', message: 'no', action: null, deniedBy: null, requestId: null };
  const result = { kind: 'failed', error, retry: true } as const;
  await port.submit(fence, batch([{ record: record(T0, 'TagRole'), name: 'deploy', result }]));
  const upkeepOf = () => keepEventLog({ db: f.db, now: () => new Date() });
  await upkeepOf();
  expect(await count('event', "outcome = 'pending'")).toBe(1);
  await f.asOwner('DELETE FROM tenant.event_source WHERE id = $1', [sourceId]);
  await upkeepOf();
  expect(await count('event', "outcome = 'unreadable' AND reason LIKE 'Its event source was removed%'")).toBe(1);
  expect(await count('event_touch', "result = 'pending'")).toBe(0);
});

test('a read that was due for an older event says nothing of one that came a moment ago', async () => {
  const now = Math.floor(Date.now() / 1000) * 1000;
  await port.submit(
    fence,
    batch([{ record: record(now - 60_000, 'CreateRole'), name: 'deploy', result: found('/a/', now - 59_000) }]),
  );
  await port.submit(
    fence,
    batch([{ record: record(now - 9_000, 'UpdateRole'), name: 'deploy', result: found('/a/', now - 8_000) }]),
  );
  // Its read began before AWS shows the second change, and is due at once with that of the first.
  await port.submit(
    fence,
    batch([{ record: record(now - 3_000, 'UpdateRole'), name: 'deploy', result: found('/a/', now - 2_500) }]),
  );
  const due = async () => {
    await f.asOwner('UPDATE tenant.event_reread SET due_at = clock_timestamp() WHERE workspace_id = $1', [workspaceId]);
    return port.dueRereads(upkeep, 10);
  };
  await port.settleRereads(
    upkeep,
    (await due()).map((one) => ({ ...one, result: found('/a/', now - 2_000) })),
  );
  expect(await count('event', "outcome = 'pending'")).toBe(1);
  await port.settleRereads(
    upkeep,
    (await due()).map((one) => ({ ...one, result: found('/b/', now + 4_000) })),
  );
  expect(await count('event', "outcome = 'pending'")).toBe(0);
  expect(await paths()).toEqual([{ path: '/a/' }, { path: '/b/' }]);
});

test('a read that began later than one which ended after it is made again; a delete is, too', async () => {
  await port.submit(
    fence,
    batch([{ record: record(T0, 'CreateRole'), name: 'deploy', result: found('/a/', T0 + 500) }]),
  );
  const slow = found('/b/', T0 + 10_000, T0 + 14_000);
  await port.submit(fence, batch([{ record: record(T0 + 9_000, 'UpdateRole'), name: 'deploy', result: slow }]));
  const quick = found('/a/', T0 + 11_000, T0 + 11_100);
  await port.submit(fence, batch([{ record: record(T0 + 8_000, 'UpdateRole'), name: 'deploy', result: quick }]));
  const gone = { kind: 'missing', observedAt: T0 + 12_000, answeredAt: T0 + 12_050 } as const;
  await port.submit(
    fence,
    batch([{ record: record(T0 + 8_500, 'DeleteRole'), effect: 'delete', name: 'deploy', result: gone }]),
  );
  expect(await paths()).toEqual([{ path: '/a/' }, { path: '/b/' }]);
  expect(await count('event', "outcome = 'pending'")).toBe(2);
  await f.asOwner('UPDATE tenant.event_reread SET due_at = clock_timestamp() WHERE workspace_id = $1', [workspaceId]);
  const later = found('/b/', T0 + 15_000);
  await port.settleRereads(
    upkeep,
    (await port.dueRereads(upkeep, 10)).map((one) => ({ ...one, result: later })),
  );
  expect(await paths()).toEqual([{ path: '/a/' }, { path: '/b/' }]);
});

test('what a later list saw is not evicted by an older read', async () => {
  const integration = await f.read(workspaceId, (tx) => tx.integration.findFirstOrThrow());
  const things = [resource('AROA1', { name: 'deploy' })];
  await scan(f, integration, { at: T0, things });
  await scan(f, integration, { at: T0 + 60_000, things });
  const gone = { kind: 'missing', observedAt: T0 + 30_000, answeredAt: T0 + 30_100 } as const;
  await port.submit(
    fence,
    batch([{ record: record(T0 + 29_000, 'DeleteRole'), effect: 'delete', name: 'deploy', result: gone }]),
  );
  expect(await count('resource', 'deleted_at IS NULL')).toBe(1);
  expect(await count('resource_version')).toBe(1);
});
