import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachedSource, eventPipeline } from '@/lib/services/events/testing/pipeline';
import { churnSchema } from '@/sandbox/activity/churn';
import { openSoak, type Soak, until } from './testing/soak';

const CHANGES = 200;

let soak: Soak;
beforeAll(async () => {
  soak = await openSoak();
}, 120_000);
afterAll(() => soak?.close());

type Shard = { shard: string; attempt: number; sensor: string | null };
type Logged = { event: string };

test('what a killed worker held is taken over by the other one; each event has its effect once', async () => {
  const { m } = soak;
  const pipeline = await eventPipeline(m);
  const { source } = await attachedSource(m, pipeline, 'kinesis', { duplicate: 1 });
  const shards = () =>
    soak.rowsOf<Shard>(
      'SELECT shard, attempt, sensor_id::text AS sensor FROM tenant.event_shard WHERE source_id = $1 ORDER BY shard',
      [source.id],
    );
  await soak.startWorker();
  await until(async () => (await shards()).length > 1, 'the shards to be found');
  await soak.startWorker();
  const [victim, survivor] = soak.workers;
  if (!victim || !survivor) throw new Error('Two workers should run.');
  const heldBy = async (sensor: string) => (await shards()).filter((one) => one.sensor === sensor);
  const both = async () => (await heldBy(victim.sensorId)).length > 0 && (await heldBy(survivor.sensorId)).length > 0;
  await until(
    async () => (await both()) && (await shards()).every(({ sensor }) => sensor !== null),
    'both to hold some',
  );

  const since = m.aws.world.changes.sequence;
  const { done } = m.aws.sandbox.churn.start(
    churnSchema.parse({ changes: CHANGES, perSecond: 40, kinds: ['sqs', 'iam'] }),
  );
  const log = () => soak.rowsOf<Logged>('SELECT event_id AS event FROM tenant.event WHERE source_id = $1', [source.id]);
  await until(async () => (await log()).length > 20, 'the first events');
  const lost = await heldBy(victim.sensorId);
  await victim.end('SIGKILL');
  const killed = performance.now();
  await until(async () => (await shards()).every(({ sensor }) => sensor === survivor.sensorId), 'the take-over');
  console.info(
    `Taken over ${((performance.now() - killed) / 1000).toFixed(1)} s after the kill: ${lost.length} of its shards.`,
  );
  const attempts = new Map((await shards()).map(({ shard, attempt }) => [shard, attempt]));
  for (const { shard, attempt } of lost) expect(attempts.get(shard)).toBeGreaterThan(attempt);

  await done;
  const wanted = m.aws.world.changes
    .recordsSince(since)
    .filter((one) => !one.readOnly && one.errorCode === undefined && one.recipientAccountId === pipeline.accountId)
    .map(({ eventID }) => eventID);
  // In the log is what had its effect, or has a read to come for it in the same transaction.
  const known = async () => new Set((await log()).map(({ event }) => event));
  await until(async () => {
    const logged = await known();
    return wanted.every((event) => logged.has(event));
  }, 'the last event');
  const rows = await log();
  expect(rows.length).toBe(new Set(rows.map(({ event }) => event)).size);
  const twice = await soak.rowsOf(
    `SELECT c.detail->>'eventId' AS event, c.resource_uid FROM tenant.version_cause c
     WHERE c.workspace_id = $1 AND c.kind = 'event' GROUP BY 1, 2 HAVING count(*) > 1`,
    [pipeline.workspaceId],
  );
  expect(twice).toEqual([]);
}, 180_000);
