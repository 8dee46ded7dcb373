import { gunzipSync, gzipSync } from 'node:zlib';
import { vi } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { decodePool } from '@/lib/events/decode/pool';
import { objectReader } from '@/lib/events/strategies/object-reader';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { DatabaseClock } from '@/lib/sensor/clock';
import { type EventPort, UPKEEP } from '@/lib/sensor/event-port';
import { type HeldShard, holdShard, type ShardDependencies } from '@/lib/sensor/events/consume-shard';
import { type DigestChoreOptions, digestChore } from '@/lib/sensor/events/digest-chore';
import { Identities } from '@/lib/sensor/events/identities';
import type { CredentialPlan } from '@/lib/sensor/port';
import { type DeliveryBench, deliveryBench, REGION } from '@/sandbox/delivery/testing/bench';
import { objectsOf } from '@/sandbox/s3/find';
import { storeObject } from '@/sandbox/s3/objects';
import { TestClock } from '@/sandbox/testing/sandbox';
import { eventSource, portOf, sensor } from '../../events/testing/source';
import { type InventoryFixture, openInventoryFixture } from '../../inventory/testing/fixture';
import { getCompleteness } from '../get';

export const STAGING = '586209417733';
export const HOUR = 3_600_000;

type Bench = { f: InventoryFixture; aws: DeliveryBench; clock: TestClock; sensorId: string };

/** A database, a sandbox whose clock can be moved, and trails of its staging account with the sources that read them. */
export async function trailBench() {
  const clock = new TestClock();
  const f = await openInventoryFixture();
  const aws = await deliveryBench({ clock });
  const bench: Bench = { f, aws, clock, sensorId: await sensor(f) };
  await aws.bucket('changed');
  let buckets = 0;
  return {
    ...bench,
    trail: (strategy: 's3' | 'sqs' = 's3', place: TrailPlace = {}) => {
      buckets += 1;
      return aTrail(bench, `trail-${buckets}`, strategy, place);
    },
    /** Between tests: the next one's sensor should not take this one's sources as well. */
    async calm(): Promise<void> {
      aws.sandbox.faults.clear();
      await f.asOwner('UPDATE tenant.event_source SET enabled = false');
    },
    async close(): Promise<void> {
      await aws.close();
      await decodePool().close();
      await f.close();
    },
  };
}

type TrailPlace = { prefix?: string; organizationId?: string };

/** A trail into a bucket of its own, and a source that reads it. */
async function aTrail(bench: Bench, bucketName: string, strategy: 's3' | 'sqs', place: TrailPlace) {
  const { f, aws, clock } = bench;
  await aws.bucket(bucketName);
  const spec = { kind: 's3' as const, name: 'the-trail', bucket: bucketName, accounts: [STAGING], regions: [REGION] };
  const { id } = await aws.deliver({ ...spec, ...place, digest: {} });
  const workspaceId = await f.workspace();
  const options = { permissionSet: 'security_audit', services: ['s3', 'iam'] } as Integration['options'];
  const integration = await f.integration(workspaceId, { accountId: STAGING, options });
  const queueURL = `https://sqs.${REGION}.amazonaws.com/${STAGING}/told-of-files`;
  const prefix = `${place.prefix ? `${place.prefix}/` : ''}AWSLogs/`;
  const config =
    strategy === 's3'
      ? { bucketName, prefix, region: REGION, accountID: STAGING }
      : { queueURL, region: REGION, accountID: STAGING };
  const sourceId = await eventSource(f, integration, { strategy, config, shards: [] });
  const objects = () => objectsOf(aws.account('staging'), bucketName);
  /** Accounts whose events have an effect; none of them makes a test quick, because then nothing is read again. */
  const covered = new Set<string>();
  const held = (work: (held: HeldShard, stop: AbortController) => Promise<void>) =>
    upkeep(bench, { sourceId, covered }, work);
  const told = () => getCompleteness(f.as(workspaceId), { eventSourceId: sourceId });
  return {
    workspaceId,
    covered,
    objects,
    told,
    keys: (kind: 'CloudTrail' | 'CloudTrail-Digest') =>
      objects()
        .list()
        .flatMap(({ key }) => (key.includes(`/${kind}/`) ? [key] : [])),
    /** An hour in which one thing changed: a log file and the digest that names it. */
    async hour(between: (logKey: string) => Promise<void> | void = () => {}): Promise<void> {
      await aws.tag('changed', `hour ${clock.now()}`);
      await aws.flush(id);
      const logs = objects()
        .list()
        .filter(({ key }) => key.includes('/CloudTrail/'));
      await between(logs.toSorted((a, b) => b.modifiedAt - a.modifiedAt)[0]?.key ?? '');
      clock.forward(HOUR);
      await aws.flush(id, true);
    },
    textOf: (key: string) => gunzipSync(Buffer.from(objects().get(key)?.body ?? '', 'base64')).toString(),
    /** Writes an object again, its metadata as it was. */
    rewrite(key: string, change: (text: string) => string | Buffer): void {
      const { body, contentType = '', contentEncoding = '', metadata = {} } = objects().get(key) ?? missing();
      const text = change(gunzipSync(Buffer.from(body, 'base64')).toString());
      const bytes = typeof text === 'string' ? gzipSync(text) : text;
      storeObject(objects(), key, bytes, clock.now(), { contentType, contentEncoding, metadata });
    },
    /** As a consumer of the source reads a log file. */
    readFile: (key: string) =>
      held(async ({ context, settle }) => {
        const delivery = await objectReader(context, { region: REGION, owner: null }).read({ bucket: bucketName, key });
        await settle([delivery], { checkpoint: null, finished: false, lagMs: null });
      }),
    /** Looks at the digests as a new sensor would, until what is told is as expected. */
    check: (expected: (now: Told) => void, more: Partial<DigestChoreOptions> = {}) =>
      held(async (shard, stop) => {
        const chore = digestChore({ port: portOf(f), everyMs: 10, lookBackMs: 12 * HOUR, ...more });
        const look = async () => {
          await chore(shard, stop.signal);
          expected(await told());
        };
        await vi.waitFor(look, { timeout: 15_000, interval: 30 });
      }),
    scans: () => f.read(workspaceId, (tx) => tx.scan.findMany({ include: { jobs: { include: { scopes: true } } } })),
  };
}

export type Trail = Awaited<ReturnType<typeof aTrail>>;
export type Told = Awaited<ReturnType<typeof getCompleteness>>;

export function missing(): never {
  throw new Error('It is not there.');
}

/** Holds a source's upkeep as a sensor does, and gives it back. */
async function upkeep(
  { f, aws, clock, sensorId }: Bench,
  { sourceId, covered }: { sourceId: string; covered: ReadonlySet<string> },
  work: (held: HeldShard, stop: AbortController) => Promise<void>,
): Promise<void> {
  const port: EventPort = { ...portOf(f), credentials: async () => ({}) as CredentialPlan };
  const taken = await port.takeShards(sensorId, 0);
  const lease = taken.find(({ fence }) => fence.sourceId === sourceId && fence.shard === UPKEEP) ?? missing();
  const stop = new AbortController();
  const exchange = async () => aws.adminKey('staging');
  const identities = new Identities({ port, exchange, signal: stop.signal });
  const deps: ShardDependencies = {
    port,
    identities,
    collectors: COLLECTORS,
    strategies: STRATEGIES_BY_NAME,
    clock: Object.assign(new DatabaseClock(0), { now: clock.now }),
    accounts: () => covered,
    pollMs: 20,
  };
  try {
    await holdShard(deps, { ...lease, endpoints: { default: aws.url } }, stop, (held) => work(held, stop));
  } finally {
    stop.abort();
    identities.destroy();
    for (const { fence } of taken) await port.release(fence, null);
  }
}

/** The kinds of problems that are told. */
export const kindsOf = ({ chains }: Told) => chains.flatMap(({ problems }) => problems.map(({ kind }) => kind));
