import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { shardFenced } from './shard-fence';
import { eventSource, leases, portOf, sensor } from './testing/source';

/** For a busy machine; what is awaited comes at once. */
const PATIENCE = { timeout: 30_000 };

let f: InventoryFixture;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());

let integration: Integration;
let workspaceId: string;
beforeEach(async () => {
  // Fair shares count all sensors and shards of the install.
  await f.asOwner('DELETE FROM tenant.event_source');
  await f.asOwner('DELETE FROM directory.sensor');
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId);
});

test('only what is enabled, not paused and attached to an enabled profile is taken', async () => {
  const port = portOf(f);
  const one = await sensor(f);
  const attached = await eventSource(f, integration);
  await eventSource(f, integration, { attached: false });
  await eventSource(f, integration, { enabled: false });
  const taken = await port.takeShards(one, 0);
  expect(taken.map(({ fence }) => `${fence.sourceId} ${fence.shard}`).toSorted()).toEqual(
    [`${attached} *`, `${attached} queue-0`].toSorted(),
  );
  expect(taken[0]).toMatchObject({ strategy: 'eventbridge', accounts: [integration.accountId], retentionDays: 30 });
  await f.asOwner('UPDATE tenant.sensor_profile SET enabled = false WHERE workspace_id = $1', [workspaceId]);
  const { answers } = await port.heartbeat(
    one,
    taken.map(({ fence }) => fence),
  );
  expect(answers.map(({ state }) => state)).toEqual(['detached', 'detached']);
});

test('two sensors share, and what a dead one held is taken when its lease is over', async () => {
  const port = portOf(f);
  const [one, two] = [await sensor(f), await sensor(f)];
  const source = await eventSource(f, integration, { shards: ['queue-0', 'queue-1', 'queue-2'] });
  const first = await leases(port, one, source);
  const second = await leases(port, two, source);
  expect([first.size, second.size]).toEqual([2, 2]);
  expect((await leases(port, two, source)).size).toBe(0);
  await f.asOwner('DELETE FROM directory.sensor WHERE id = $1', [one]);
  await f.asOwner(
    "UPDATE tenant.event_shard SET lease_until = clock_timestamp() - interval '1 second' WHERE sensor_id = $1",
    [one],
  );
  const taken = await port.takeShards(two, second.size);
  expect(taken.map(({ fence }) => fence.shard).toSorted()).toEqual([...first.keys()].toSorted());
  const [lost] = [...first.values()];
  if (lost) expect((await port.heartbeat(one, [lost.fence])).answers).toMatchObject([{ state: 'lost' }]);
});

test('a heartbeat waits for no write of a shard, and a long write renews its lease itself', async () => {
  const port = portOf(f);
  const [one, two] = [await sensor(f), await sensor(f)];
  const source = await eventSource(f, integration, { shards: ['queue-0'] });
  const held = await leases(port, one, source);
  const fence = held.get('queue-0')?.fence ?? held.get('*')?.fence;
  if (!fence) throw new Error('no shard');
  // Nothing else is free, so that the other sensor cannot take another shard instead.
  await f.asOwner('UPDATE tenant.event_source SET enabled = false WHERE id <> $1', [source]);
  await f.asOwner(
    `UPDATE tenant.event_shard SET lease_until = clock_timestamp()
       + CASE WHEN shard = $2 THEN interval '-1 second' ELSE interval '1 hour' END WHERE source_id = $1`,
    [source, fence.shard],
  );
  const clock = vi.spyOn(performance, 'now');
  const [locked, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const write = shardFenced(f.db, fence, async () => {
    locked.resolve();
    await written.promise;
    const later = performance.now() + 5_000;
    clock.mockImplementation(() => later);
  });
  await locked.promise;
  expect((await port.heartbeat(one, [fence])).answers).toMatchObject([{ state: 'held' }]);
  const takeover = port.takeShards(two, 0);
  await expect.poll(() => f.asOwner('SELECT FROM pg_locks WHERE NOT granted'), PATIENCE).not.toHaveLength(0);
  written.resolve();
  await write;
  clock.mockRestore();
  expect((await takeover).filter(({ fence: { shard } }) => shard === fence.shard)).toEqual([]);
  expect((await port.heartbeat(one, [fence])).answers).toMatchObject([{ state: 'held' }]);
});

test('writes that leave no room for a heartbeat renew the lease', async () => {
  const port = portOf(f);
  const [one, two] = [await sensor(f), await sensor(f)];
  const source = await eventSource(f, integration, { shards: [] });
  const fence = (await leases(port, one, source)).get('*')?.fence;
  if (!fence) throw new Error('no shard');
  await f.asOwner("UPDATE tenant.event_shard SET lease_until = clock_timestamp() - interval '1 second'");
  await shardFenced(f.db, fence, async () => {});
  expect(await port.takeShards(two, 0)).toEqual([]);
});

test('a shard begins after its parents, keeps its place, and waits after a failure', async () => {
  const port = portOf(f);
  const one = await sensor(f);
  const source = await eventSource(f, integration, { shards: [] });
  const upkeep = (await leases(port, one, source)).get('*');
  if (!upkeep) throw new Error('no upkeep');
  await port.openShards(upkeep.fence, [
    { shard: 'shardId-000000000000', parents: [], checkpoint: { sequence: '49' } },
    { shard: 'shardId-000000000001', parents: ['shardId-000000000000'], checkpoint: null },
  ]);
  const [parent, ...others] = await port.takeShards(one, 1);
  expect(others).toEqual([]);
  expect(parent).toMatchObject({ fence: { shard: 'shardId-000000000000' }, checkpoint: { sequence: '49' } });
  if (!parent) return;
  await port.openShards(upkeep.fence, [{ shard: 'shardId-000000000000', parents: [], checkpoint: null }]);
  const counts = { received: 0, readOnly: 0, failed: 0, other: 0, duplicate: 0, tooOld: 0 };
  const empty = {
    events: [],
    reads: [],
    unmapped: [],
    untold: [],
    counts,
    foreign: {},
    poison: [],
    files: [],
    lagMs: 5,
  };
  await port.submit(parent.fence, { ...empty, checkpoint: { sequence: '51' }, finished: true });
  await port.release(parent.fence, null);
  const [child] = await port.takeShards(one, 1);
  expect(child?.fence.shard).toBe('shardId-000000000001');
  expect(await port.knownShards(upkeep.fence)).toMatchObject([
    { finished: true, checkpoint: { sequence: '51' } },
    { finished: false },
  ]);
  if (!child) return;
  const error = {
    kind: 'denied',
    code: 'AccessDenied',
    message: 'refused',
    action: 'kinesis:GetRecords',
    deniedBy: null,
    requestId: null,
  };
  await port.release(child.fence, error);
  expect(await port.takeShards(one, 1)).toEqual([]);
});
