import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { EventPort, ShardFence } from '@/lib/sensor/event-port';
import { type InventoryFixture, observed, openInventoryFixture, resource } from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { batch, heldSource, portOf, record, sensor } from './testing/source';

/** Whole seconds, as CloudTrail tells time; ten minutes ago, so that all of it has happened. */
const T0 = Math.floor(Date.now() / 1000) * 1000 - 600_000;
const HOUR = 3_600_000;

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
let integration: Integration;
let fence: ShardFence;
let upkeep: ShardFence;
beforeEach(async () => {
  ({ workspaceId, integration, fence, upkeep } = await heldSource(f, sensorId));
});

const role = (id: string, name: string, path = '/') =>
  resource(id, { name, attributes: { path }, arn: `arn:aws:iam::339712905844:role/${name}` });
const found = (id: string, name: string, at: number, path?: string) =>
  ({ kind: 'found', observation: observed(role(id, name, path), at), answeredAt: at }) as const;
const missing = (at: number) => ({ kind: 'missing', observedAt: at, answeredAt: at }) as const;

const history = async (id: string) => {
  const [one] = await f.read(workspaceId, (tx) => tx.resource.findMany({ where: { workspaceId, id } }));
  const versions = await f.read(workspaceId, (tx) =>
    tx.resourceVersion.findMany({
      where: { workspaceId, resourceUid: one?.uid ?? '01a1fc90-0000-7000-8000-000000000000' },
      include: { causes: { orderBy: { position: 'asc' } } },
      orderBy: { version: 'asc' },
    }),
  );
  return { row: one, versions };
};
const outcomes = () =>
  f.asOwner<{ name: string; outcome: string; settled: boolean }>(
    'SELECT name, outcome, settled_at IS NOT NULL AS settled FROM tenant.event WHERE workspace_id = $1 ORDER BY time, name, event_id',
    [workspaceId],
  );
const makeDue = () =>
  f.asOwner('UPDATE tenant.event_reread SET due_at = clock_timestamp() WHERE workspace_id = $1', [workspaceId]);
const rereads = async () => {
  await makeDue();
  return port.dueRereads(upkeep, 10);
};

describe('the effect of events', () => {
  test('a created resource is in the inventory with who made it', async () => {
    const created = record(T0, 'CreateRole');
    const result = await port.submit(
      fence,
      batch([{ record: created, name: 'deploy', result: found('AROA1', 'deploy', T0 + 900) }]),
    );
    expect(result).toEqual({ applied: 1, unchanged: 0, pending: 0 });
    const { row, versions } = await history('AROA1');
    expect(row).toMatchObject({ name: 'deploy', integrationId: integration.id, deletedAt: null, service: 'iam' });
    expect(versions).toMatchObject([
      {
        kind: 'created',
        causes: [
          {
            kind: 'event',
            scanId: null,
            at: new Date(T0),
            detail: {
              eventId: created.eventID,
              name: 'CreateRole',
              sourceAddress: '192.0.2.10',
              userAgent: 'aws-cli/2.31.0',
              principal: { sessionIssuerArn: 'arn:aws:iam::339712905844:role/ci-deployer', sessionName: 'ci-42' },
            },
          },
        ],
      },
    ]);
    expect(await outcomes()).toEqual([{ name: 'CreateRole', outcome: 'applied', settled: true }]);
  });

  test('the same event again, in another batch and over another shard, has no second effect', async () => {
    const created = record(T0, 'CreateRole');
    const once = batch([{ record: created, name: 'deploy', result: found('AROA1', 'deploy', T0 + 900) }]);
    await port.submit(fence, once);
    const prepared = await port.prepare(fence, [created], []);
    expect(prepared.known).toEqual([true]);
    expect(await port.submit(upkeep, once)).toEqual({ applied: 0, unchanged: 0, pending: 0 });
    const { versions } = await history('AROA1');
    expect(versions).toHaveLength(1);
    expect(versions[0]?.causes).toHaveLength(1);
    expect(await outcomes()).toHaveLength(1);
  });

  test('several changes seen by one read are one version that names them all', async () => {
    await scan(f, integration, { at: T0 - HOUR, things: [role('AROA1', 'deploy')] });
    const result = found('AROA1', 'deploy', T0 + 5_000, '/ops/');
    await port.submit(
      fence,
      batch([
        { record: record(T0, 'TagRole'), name: 'deploy', result },
        { record: record(T0 + 1_000, 'UpdateRole'), name: 'deploy', result },
      ]),
    );
    const { versions } = await history('AROA1');
    expect(versions.map(({ kind }) => kind)).toEqual(['created', 'changed']);
    expect(versions[1]?.causes.map(({ detail }) => (detail as { name: string }).name)).toEqual([
      'TagRole',
      'UpdateRole',
    ]);
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  });

  test('an event that arrives after a scan saw its change gives that version its author', async () => {
    await scan(f, integration, { at: T0 - HOUR, things: [role('AROA1', 'deploy')] });
    const scanId = await scan(f, integration, { at: T0 + 60_000, things: [role('AROA1', 'deploy', '/ops/')] });
    await port.submit(
      fence,
      batch([
        { record: record(T0, 'UpdateRole'), name: 'deploy', result: found('AROA1', 'deploy', T0 + 90_000, '/ops/') },
      ]),
    );
    const { versions } = await history('AROA1');
    expect(versions).toHaveLength(2);
    expect(versions[1]?.causes).toMatchObject([
      { kind: 'scan', scanId },
      { kind: 'event', at: new Date(T0) },
    ]);
    expect(await outcomes()).toEqual([{ name: 'UpdateRole', outcome: 'applied', settled: true }]);
  });

  test('a deleted resource is evicted with its author; a scan that read before cannot bring it back', async () => {
    await scan(f, integration, { at: T0 - HOUR, things: [role('AROA1', 'deploy')] });
    await port.submit(
      fence,
      batch([{ record: record(T0, 'DeleteRole'), effect: 'delete', name: 'deploy', result: missing(T0 + 2_000) }]),
    );
    const gone = await history('AROA1');
    expect(gone.row?.deletedAt).toEqual(new Date(T0 + 2_000));
    expect(gone.versions[1]).toMatchObject({ kind: 'deleted', causes: [{ kind: 'event', at: new Date(T0) }] });
    await scan(f, integration, { at: T0 - 60_000, things: [role('AROA1', 'deploy')] });
    expect((await history('AROA1')).row?.deletedAt).toEqual(new Date(T0 + 2_000));
  });

  test('deleted and made anew under its name between two reads: the old one goes, the new one is linked to it', async () => {
    await scan(f, integration, { at: T0 - HOUR, things: [role('AROA1', 'deploy')] });
    const result = found('AROA2', 'deploy', T0 + 3_000);
    await port.submit(
      fence,
      batch([
        { record: record(T0, 'DeleteRole'), effect: 'delete', name: 'deploy', result },
        { record: record(T0 + 1_000, 'CreateRole'), name: 'deploy', result },
      ]),
    );
    const [before, after] = [await history('AROA1'), await history('AROA2')];
    expect(before.row?.deletedAt).not.toBeNull();
    expect(after.row).toMatchObject({ deletedAt: null, previousUid: before.row?.uid });
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
  });

  test('what no collector has, what names nothing and what nobody watches is kept in the log as such', async () => {
    const at = { record: record(T0, 'TagRole'), name: 'deploy', result: { kind: 'notWatched' } as const };
    const one = batch([at]);
    const other = record(T0 + 1_000, 'StartBuild', { eventSource: 'codebuild.amazonaws.com' });
    const nameless = record(T0 + 2_000, 'DeleteRole');
    await port.submit(fence, {
      ...one,
      events: [...one.events, { record: other, receivedAt: T0 }, { record: nameless, receivedAt: T0 }],
      unmapped: [
        { event: 1, outcome: 'noCollector' },
        { event: 2, outcome: 'noReference' },
      ],
    });
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['notWatched', 'noCollector', 'noReference']);
  });

  test('a lease that was lost writes nothing', async () => {
    await f.asOwner('UPDATE tenant.event_shard SET attempt = attempt + 1 WHERE workspace_id = $1', [workspaceId]);
    const one = batch([
      { record: record(T0, 'CreateRole'), name: 'deploy', result: found('AROA1', 'deploy', T0 + 900) },
    ]);
    await expect(port.submit(fence, one)).rejects.toThrow('no longer holds its lease');
    expect(await outcomes()).toEqual([]);
    expect((await history('AROA1')).row).toBeUndefined();
  });
});

describe('reads that contradict their event', () => {
  test('created but not found: nothing changes, it is read again, and then it is there', async () => {
    await port.submit(fence, batch([{ record: record(T0, 'CreateRole'), name: 'deploy', result: missing(T0 + 500) }]));
    expect(await outcomes()).toEqual([{ name: 'CreateRole', outcome: 'pending', settled: false }]);
    const [due, ...others] = await rereads();
    expect(others).toEqual([]);
    expect(due).toMatchObject({
      type: 'AWS::IAM::Role',
      ref: { name: 'deploy' },
      expect: 'present',
      owner: { integrationId: integration.id },
    });
    if (!due) return;
    await port.settleRereads(upkeep, [{ ...due, result: found('AROA1', 'deploy', T0 + 3_000) }]);
    expect(await outcomes()).toEqual([{ name: 'CreateRole', outcome: 'applied', settled: true }]);
    expect((await history('AROA1')).versions[0]).toMatchObject({ kind: 'created', causes: [{ kind: 'event' }] });
    expect(await rereads()).toEqual([]);
  });

  test('made and gone: what waits for its read ends with the event that says so', async () => {
    const waits = { record: record(T0, 'CreateRole'), name: 'brief', result: missing(T0 + 500) };
    expect(await port.submit(fence, batch([waits]))).toEqual({ applied: 0, unchanged: 0, pending: 1 });
    const gone = {
      record: record(T0 + 3_000, 'DeleteRole'),
      effect: 'delete' as const,
      name: 'brief',
      result: missing(T0 + 3_500),
    };
    expect(await port.submit(fence, batch([gone]))).toEqual({ applied: 0, unchanged: 2, pending: 0 });
    expect(await rereads()).toEqual([]);
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  });

  test('deleted but still there: nothing is brought back, and after the last read AWS’s answer stands', async () => {
    await scan(f, integration, { at: T0 - HOUR, things: [role('AROA1', 'deploy')] });
    await port.submit(
      fence,
      batch([
        {
          record: record(T0, 'DeleteRole'),
          effect: 'delete',
          name: 'deploy',
          result: found('AROA1', 'deploy', T0 + 500, '/half-gone/'),
        },
      ]),
    );
    let reads = 0;
    for (let [due] = await rereads(); due; [due] = await rereads()) {
      reads += 1;
      expect((await history('AROA1')).versions).toHaveLength(1);
      await port.settleRereads(upkeep, [{ ...due, result: found('AROA1', 'deploy', T0 + 500 + reads, '/') }]);
    }
    expect(reads).toBe(4);
    expect((await history('AROA1')).row?.deletedAt).toBeNull();
    expect(await outcomes()).toEqual([{ name: 'DeleteRole', outcome: 'unchanged', settled: true }]);
  });

  test('an update that shows nothing is looked for once more', async () => {
    await scan(f, integration, { at: T0 - HOUR, things: [role('AROA1', 'deploy')] });
    await port.submit(
      fence,
      batch([{ record: record(T0, 'TagRole'), name: 'deploy', result: found('AROA1', 'deploy', T0 + 500) }]),
    );
    const [due] = await rereads();
    expect(due).toMatchObject({ expect: 'changed' });
    if (!due) return;
    await port.settleRereads(upkeep, [{ ...due, result: found('AROA1', 'deploy', T0 + 6_000, '/late/') }]);
    expect((await history('AROA1')).versions[1]).toMatchObject({ kind: 'changed', causes: [{ kind: 'event' }] });
    expect(await outcomes()).toEqual([{ name: 'TagRole', outcome: 'applied', settled: true }]);
  });

  test('a throttled read is made again, a denied one ends and says so', async () => {
    const refused = (kind: string, retry: boolean) =>
      ({
        kind: 'failed',
        retry,
        error: { kind, code: kind, message: 'no', action: 'iam:GetRole', deniedBy: null, requestId: null },
      }) as const;
    await port.submit(
      fence,
      batch([
        { record: record(T0, 'TagRole'), name: 'busy', result: refused('throttled', true) },
        { record: record(T0 + 1_000, 'TagRole'), name: 'closed', result: refused('denied', false) },
      ]),
    );
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual(['pending', 'unreadable']);
    expect((await rereads()).map(({ ref }) => ref.name)).toEqual(['busy']);
  });
});
