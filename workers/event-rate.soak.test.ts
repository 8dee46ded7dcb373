import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator, attachedSource, REGION } from '@/lib/services/events/testing/pipeline';
import type { ScannerRole } from '@/lib/services/verifications/testing/scanner-role';
import { churnSchema } from '@/sandbox/activity/churn';
import { streamAt } from '@/sandbox/kinesis/find';
import { putRecord } from '@/sandbox/kinesis/put';
import { processorTime, serverTime } from './testing/processor-time';
import { openSoak, type Soak, until } from './testing/soak';

/**
 * P9: 200 changes and 1,800 calls that only read a second, for five minutes, through one worker: no backlog that grows,
 * nothing lost, and how long from an event's arrival at the worker to its commit. It shares the machine with the sandbox,
 * PostgreSQL and the load itself. `npm run soak -- workers/event-rate`
 */
const SECONDS = 300;
const CHANGES_A_SECOND = 200;
const READS_A_SECOND = 1_800;
const READS_A_RECORD = 60;

let soak: Soak;
let role: ScannerRole;
beforeAll(async () => {
  soak = await openSoak();
  await soak.startWorker();
  role = await soak.connected();
}, 300_000);
afterAll(() => soak?.close());

/** A CloudWatch Logs record of calls that change nothing, as a trail delivers them. */
function readingRecord(accountId: string): Buffer {
  const message = JSON.stringify({
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${accountId}:assumed-role/reader/x`, accountId },
    eventTime: '2026-11-21T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: REGION,
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-sdk'.repeat(20),
    requestParameters: {
      filterSet: { items: [{ name: 'vpc-id', valueSet: { items: [{ value: 'vpc-0123456789abcdef0' }] } }] },
    },
    responseElements: null,
    requestID: 'e0f2a3b4-0000-4000-8000-000000000000',
    eventID: 'e0f2a3b4-0000-4000-8000-000000000001',
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  });
  const logEvents = Array.from({ length: READS_A_RECORD }, (_, id) => ({ id: String(id), timestamp: 0, message }));
  const payload = {
    messageType: 'DATA_MESSAGE',
    owner: accountId,
    logGroup: 'trail',
    logStream: 'x',
    subscriptionFilters: ['all'],
    logEvents,
  };
  return gzipSync(JSON.stringify(payload));
}

/** ms of one read as the worker makes them, under the load that there is. */
async function oneRead(m: Soak['m']): Promise<number> {
  const { ec2, destroy } = administrator(m);
  const began = performance.now();
  await ec2.send(new DescribeVolumesCommand({ Filters: [{ Name: 'volume-id', Values: ['vol-0123456789abcdef0'] }] }));
  destroy();
  return performance.now() - began;
}

/** Processor time so far, ms: what is measured, its database, and what makes the load (the sandbox and this test). */
async function processors() {
  // The lowest is one of the server's own, which lives as long as it does.
  const [row] = await soak.rowsOf<{ pid: number }>('SELECT min(pid) AS pid FROM pg_stat_activity', []);
  const worker = await processorTime(soak.workers[0]?.pid ?? 0);
  return { worker, postgres: await serverTime(row?.pid ?? 0), load: await processorTime(process.pid) };
}

const share = (values: readonly number[], part: number) =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? 0);

test('two thousand events a second, a tenth of them changes, leave no backlog and lose nothing', async () => {
  const { m } = soak;
  const { workspaceId, integration, named } = role;
  const { accountId } = named;
  const pipeline = { role, workspaceId, accountId, integrationId: integration.id };
  const { source, config } = await attachedSource(m, pipeline, 'kinesis');
  const stream = streamAt(m.aws.world, String(config.streamARN));
  if (!stream) throw new Error('The sandbox has no such stream.');
  const data = readingRecord(accountId);
  const since = m.aws.world.changes.sequence;
  const { done } = m.aws.sandbox.churn.start(
    churnSchema.parse({
      changes: CHANGES_A_SECOND * SECONDS,
      perSecond: CHANGES_A_SECOND,
      kinds: ['ec2-volume', 'ec2', 'sqs'],
      live: 200,
    }),
  );
  const log = async () => {
    const [row] = await soak.rowsOf<{ n: number; pending: number }>(
      "SELECT count(*)::int AS n, count(*) FILTER (WHERE outcome = 'pending')::int AS pending FROM tenant.event WHERE source_id = $1",
      [source.id],
    );
    return row ?? { n: 0, pending: 0 };
  };
  const backlog: number[] = [];
  const wanted = () =>
    m.aws.world.changes
      .recordsSince(since)
      .filter((one) => !one.readOnly && one.errorCode === undefined && one.recipientAccountId === accountId)
      .map(({ eventID }) => eventID);
  let reads = 0;
  const readMs: number[] = [];
  const load = [loadavg()[0] ?? 0];
  const before = await processors();
  const started = Date.now();
  let churning = true;
  void done.finally(() => {
    churning = false;
  });
  while (churning) {
    const owed =
      Math.floor(((Date.now() - started) / 1000) * (READS_A_SECOND / READS_A_RECORD)) - reads / READS_A_RECORD;
    for (let n = 0; n < owed; n += 1) putRecord(m.aws.world, stream, { data, partitionKey: String(Math.random()) });
    reads += owed * READS_A_RECORD;
    if (backlog.length < (Date.now() - started) / 10_000) {
      backlog.push(wanted().length - (await log()).n);
      readMs.push(await oneRead(m));
    }
    await delay(50);
  }
  const seconds = (Date.now() - started) / 1000;
  const all = wanted();
  await until(async () => (await log()).n >= all.length, 'the last event');
  const drainedMs = Date.now() - started - seconds * 1000;
  await until(async () => (await log()).pending === 0, 'the last outcome');
  const after = await processors();
  load.push(loadavg()[0] ?? 0);
  const perChange = (name: keyof typeof after) => Number(((after[name] - before[name]) / all.length).toFixed(2));
  const processorMs = { worker: perChange('worker'), postgres: perChange('postgres'), load: perChange('load') };
  const [latency] = await soak.rowsOf<Record<string, number>>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::int AS p50, percentile_cont(0.95) WITHIN GROUP (ORDER BY ms)::int AS p95,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY whole)::int AS "sinceEventP50",
       percentile_cont(0.95) WITHIN GROUP (ORDER BY whole)::int AS "sinceEventP95"
     FROM (SELECT extract(epoch FROM settled_at - received_at) * 1000 AS ms, extract(epoch FROM settled_at - time) * 1000 AS whole
       FROM tenant.event WHERE source_id = $1 AND outcome = 'applied') x`,
    [source.id],
  );
  const [counts] = await soak.rowsOf<Record<string, number>>(
    'SELECT sum(received)::int AS received, sum(read_only)::int AS "readOnly", sum(kept)::int AS kept, sum(duplicate)::int AS duplicate FROM tenant.event_count WHERE source_id = $1',
    [source.id],
  );
  const outcomes = await soak.rowsOf<{ outcome: string; n: number }>(
    'SELECT outcome, count(*)::int AS n FROM tenant.event WHERE source_id = $1 GROUP BY 1',
    [source.id],
  );
  const report = {
    seconds: Math.round(seconds),
    changesASecond: Math.round(all.length / seconds),
    readsASecond: Math.round(reads / seconds),
    changes: all.length,
    counts,
    outcomes: Object.fromEntries(outcomes.map(({ outcome, n }) => [outcome, n])),
    backlog,
    drainedMs: Math.round(drainedMs),
    latency,
    oneReadMs: { p50: share(readMs, 0.5), p95: share(readMs, 0.95) },
    processorMsAChange: processorMs,
    // With a processor to itself each; the reads that come with a change are in it.
    changesASecondAProcessor: Math.round(1000 / (processorMs.worker + processorMs.postgres)),
    loadAverage: load,
  };
  console.info(JSON.stringify(report));
  const kept = await soak.rowsOf<{ id: string }>('SELECT event_id AS id FROM tenant.event WHERE source_id = $1', [
    source.id,
  ]);
  const ids = new Set(kept.map(({ id }) => id));
  expect(ids.size).toBe(kept.length);
  expect(all.filter((id) => !ids.has(id))).toEqual([]);
}, 1_800_000);
