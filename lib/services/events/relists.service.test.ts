import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { EventPort, Relist, ShardFence } from '@/lib/sensor/event-port';
import {
  ACCOUNT,
  type InventoryFixture,
  observed,
  openInventoryFixture,
  outcome,
  resource,
} from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { batch, heldSource, portOf, record, sensor } from './testing/source';

const T0 = Math.floor(Date.now() / 1000) * 1000 - 600_000;
const HOUR = 3_600_000;
const SCOPE = { accountId: ACCOUNT, region: 'global', type: 'AWS::IAM::Role' };

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

const role = (id: string) => resource(id, { name: id.toLowerCase() });
/** An event that names nothing, and says that roles changed. */
const mute = (at: number, type = SCOPE.type) => {
  const one = record(at, 'TerminateInstances', { eventSource: 'ec2.amazonaws.com' });
  const events = [{ record: one, receivedAt: at + 1_500 }];
  const unmapped = [{ event: 0, outcome: 'noReference' as const }];
  return { one, batch: batch([], { events, unmapped, untold: [{ event: 0, type, region: 'global' }] }) };
};
/** What is due once its time has come. */
const due = async (): Promise<Relist[]> => {
  await f.asOwner(
    'UPDATE tenant.event_relist SET due_at = clock_timestamp() WHERE workspace_id = $1 AND due_at IS NOT NULL',
    [workspaceId],
  );
  return port.dueLists(upkeep, 10);
};
const authors = (id: string) =>
  f.asOwner<{ kind: string; event: string | null; presumed: boolean | null }>(
    `SELECT v.kind, c.detail->>'eventId' AS event, (c.detail->>'presumed')::boolean AS presumed
     FROM tenant.resource r JOIN tenant.resource_version v ON v.workspace_id = r.workspace_id AND v.resource_uid = r.uid
     LEFT JOIN tenant.version_cause c ON c.workspace_id = v.workspace_id AND c.resource_uid = v.resource_uid
       AND c.version = v.version AND c.kind = 'event'
     WHERE r.workspace_id = $1 AND r.id = $2 ORDER BY v.version, c.position`,
    [workspaceId, id],
  );
const events = () =>
  f.asOwner<{ outcome: string; reason: string | null; touched: string[] | null }>(
    `SELECT e.outcome, e.reason, (SELECT array_agg(t.result ORDER BY t.position) FROM tenant.event_touch t
       WHERE t.workspace_id = e.workspace_id AND t.event_id = e.event_id) AS touched
     FROM tenant.event e WHERE e.workspace_id = $1 ORDER BY e.time`,
    [workspaceId],
  );

test('however many events say that something changed, one list is due; what it shows is laid to them', async () => {
  await scan(f, integration, { at: T0 - HOUR, things: [role('AROASTAYS'), role('AROAGOES')] });
  const [first, second] = [mute(T0), mute(T0 + 1_000)];
  await port.submit(fence, first.batch);
  await port.submit(fence, second.batch);
  expect(await port.dueLists(upkeep, 10)).toEqual([]);
  const [list, ...others] = await due();
  expect(others).toEqual([]);
  expect(list).toMatchObject({ ...SCOPE, owner: { integrationId: integration.id } });
  if (!list) return;
  await port.submitList(upkeep, list, [observed(role('AROASTAYS'), T0 + 5_000), observed(role('AROANEW'), T0 + 5_000)]);
  await port.endList(upkeep, list, outcome('complete', T0 + 5_000, ['AROASTAYS', 'AROANEW']));
  const both = (kind: string) => [first, second].map(({ one }) => ({ kind, event: one.eventID, presumed: true }));
  expect(await authors('AROANEW')).toEqual(both('created'));
  expect((await authors('AROAGOES')).slice(1)).toEqual(both('deleted'));
  expect(await authors('AROASTAYS')).toEqual([{ kind: 'created', event: null, presumed: null }]);
  const told = 'It may have changed more than it names, so a list is made again in global: IAM role.';
  const one = { outcome: 'noReference', reason: told, touched: expect.arrayContaining(['created', 'deleted']) };
  expect(await events()).toEqual([one, one]);
});

test('further lists follow the last event, and then none', async () => {
  await port.submit(fence, mute(T0).batch);
  for (const at of [1, 2, 3]) {
    const [list] = await due();
    expect(list, `list ${at}`).toBeDefined();
    if (list) await port.endList(upkeep, list, outcome('complete', T0 + at * 1_000, []));
  }
  expect(await due()).toEqual([]);
});

test('what is asked for while a list is made makes another due, no sooner than lists may follow one another', async () => {
  await port.submit(fence, mute(T0).batch);
  const [list] = await due();
  await port.submit(fence, mute(T0 + 2_000).batch);
  if (list) await port.endList(upkeep, list, outcome('complete', T0 + 1_000, []));
  const [row] = await f.asOwner<{ waits: number; round: number }>(
    'SELECT extract(epoch FROM due_at - clock_timestamp())::float8 AS waits, round FROM tenant.event_relist WHERE workspace_id = $1',
    [workspaceId],
  );
  expect(row?.round).toBe(0);
  expect(row?.waits).toBeGreaterThan(5);
  expect(row?.waits).toBeLessThanOrEqual(15);
});

test('an event that names the resource takes the place of those that only may have changed it', async () => {
  await scan(f, integration, { at: T0 - HOUR, things: [role('AROAGOES')] });
  await port.submit(fence, mute(T0).batch);
  const [list] = await due();
  if (list) await port.endList(upkeep, list, outcome('complete', T0 + 5_000, []));
  expect((await authors('AROAGOES')).at(-1)).toMatchObject({ presumed: true });
  const deleted = record(T0 + 3_000, 'DeleteRole');
  await port.submit(
    fence,
    batch([
      {
        record: deleted,
        effect: 'delete',
        name: 'aroagoes',
        result: { kind: 'missing', observedAt: T0 + 9_000, answeredAt: T0 + 9_000 },
      },
    ]),
  );
  expect((await authors('AROAGOES')).slice(1)).toEqual([{ kind: 'deleted', event: deleted.eventID, presumed: null }]);
});

test('a list that was not whole takes nothing away; what nobody watches is not listed; another attempt may not write', async () => {
  await scan(f, integration, { at: T0 - HOUR, things: [role('AROAGOES')] });
  await port.submit(fence, mute(T0).batch);
  const [list] = await due();
  if (!list) throw new Error('No list is due.');
  await port.endList(upkeep, list, outcome('partial', T0 + 5_000));
  expect((await authors('AROAGOES')).map(({ kind }) => kind)).toEqual(['created']);
  await expect(port.endList({ ...upkeep, attempt: 99 }, list, outcome('complete', T0 + 6_000, []))).rejects.toThrow();
  expect((await authors('AROAGOES')).map(({ kind }) => kind)).toEqual(['created']);
  await port.submit(fence, mute(T0 + 9_000, 'AWS::EC2::Volume').batch);
  expect((await due()).map(({ type }) => type)).toEqual([SCOPE.type]);
  expect((await events()).at(-1)).toEqual({ outcome: 'noReference', reason: null, touched: null });
});

test('what AWS refused to show by itself is listed', async () => {
  const error = { kind: 'denied', code: 'AccessDenied', message: 'no', action: null, deniedBy: null, requestId: null };
  const result = { kind: 'failed', error, retry: false } as const;
  await port.submit(fence, batch([{ record: record(T0, 'TagRole'), name: 'hidden', result }]));
  expect(await due()).toMatchObject([SCOPE]);
});
