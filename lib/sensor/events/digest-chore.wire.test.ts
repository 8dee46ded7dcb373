import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { decodePool } from '@/lib/events/decode/pool';
import { digestKeys, signed } from '@/lib/events/digest/testing/signed-digest';
import { objectReader } from '@/lib/events/strategies/object-reader';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { getCompleteness } from '@/lib/services/completeness/get';
import { eventSource, portOf, sensor } from '@/lib/services/events/testing/source';
import { type InventoryFixture, openInventoryFixture } from '@/lib/services/inventory/testing/fixture';
import { type DeliveryBench, deliveryBench, REGION } from '@/sandbox/delivery/testing/bench';
import { objectsOf } from '@/sandbox/s3/find';
import { storeObject } from '@/sandbox/s3/objects';
import { TestClock } from '@/sandbox/testing/sandbox';
import { DatabaseClock } from '../clock';
import { type EventPort, UPKEEP } from '../event-port';
import type { CredentialPlan } from '../port';
import { type HeldShard, holdShard, type ShardDependencies } from './consume-shard';
import { type DigestChoreOptions, digestChore } from './digest-chore';
import { Identities } from './identities';

const STAGING = '586209417733';
const HOUR = 3_600_000;
const clock = new TestClock();
let bench: DeliveryBench;
let f: InventoryFixture;
let sensorId: string;
let buckets = 0;

beforeAll(async () => {
  f = await openInventoryFixture();
  bench = await deliveryBench({ clock });
  sensorId = await sensor(f);
  await bench.bucket('changed');
});
afterEach(async () => {
  bench.sandbox.faults.clear();
  // The next test's sensor should not take this one's sources as well.
  await f.asOwner('UPDATE tenant.event_source SET enabled = false');
});
afterAll(async () => {
  await bench.close();
  await decodePool().close();
  await f.close();
});

/** A trail into a bucket of its own, and a source that reads it. */
async function aTrail(strategy: 's3' | 'sqs' = 's3', place: { prefix?: string; organizationId?: string } = {}) {
  buckets += 1;
  const bucketName = `trail-${buckets}`;
  await bench.bucket(bucketName);
  const trail = { kind: 's3' as const, name: 'the-trail', bucket: bucketName, accounts: [STAGING], regions: [REGION] };
  const { id } = await bench.deliver({ ...trail, ...place, digest: {} });
  const workspaceId = await f.workspace();
  const options = { permissionSet: 'security_audit', services: ['s3', 'iam'] } as Integration['options'];
  const integration = await f.integration(workspaceId, { accountId: STAGING, options });
  const queueURL = `https://sqs.${REGION}.amazonaws.com/${STAGING}/told-of-files`;
  const config =
    strategy === 's3'
      ? { bucketName, prefix: `${place.prefix ? `${place.prefix}/` : ''}AWSLogs/`, region: REGION, accountID: STAGING }
      : { queueURL, region: REGION, accountID: STAGING };
  const sourceId = await eventSource(f, integration, { strategy, config, shards: [] });
  const objects = () => objectsOf(bench.account('staging'), bucketName);
  return {
    workspaceId,
    sourceId,
    bucketName,
    objects,
    keys: (kind: 'CloudTrail' | 'CloudTrail-Digest') =>
      objects()
        .list()
        .flatMap(({ key }) => (key.includes(`/${kind}/`) ? [key] : [])),
    /** An hour in which one thing changed: a log file and the digest that names it. */
    async hour(between: (logKey: string) => Promise<void> | void = () => {}): Promise<void> {
      await bench.tag('changed', `hour ${clock.now()}`);
      await bench.flush(id);
      const key = objects()
        .list()
        .filter((each) => each.key.includes('/CloudTrail/'))
        .toSorted((a, b) => b.modifiedAt - a.modifiedAt)[0]?.key;
      await between(key ?? '');
      clock.forward(HOUR);
      await bench.flush(id, true);
    },
    rewrite(key: string, change: (text: string) => string | Buffer): void {
      const { body, contentType, contentEncoding, metadata } = objects().get(key) ?? fail();
      const text = change(gunzipSync(Buffer.from(body, 'base64')).toString());
      const bytes = typeof text === 'string' ? gzipSync(text) : text;
      storeObject(objects(), key, bytes, clock.now(), {
        ...(contentType ? { contentType } : {}),
        ...(contentEncoding ? { contentEncoding } : {}),
        ...(metadata ? { metadata } : {}),
      });
    },
    told: () => getCompleteness(f.as(workspaceId), { eventSourceId: sourceId }),
    scans: () => f.read(workspaceId, (tx) => tx.scan.findMany({ include: { jobs: { include: { scopes: true } } } })),
  };
}
type Trail = Awaited<ReturnType<typeof aTrail>>;

function fail(): never {
  throw new Error('There is no such object.');
}

/** Holds the source's upkeep as a sensor does, and gives it back. */
async function upkeep(trail: Trail, work: (held: HeldShard, stop: AbortController) => Promise<void>): Promise<void> {
  const port: EventPort = { ...portOf(f), credentials: async () => ({}) as CredentialPlan };
  const taken = await port.takeShards(sensorId, 0);
  const lease = taken.find(({ fence }) => fence.sourceId === trail.sourceId && fence.shard === UPKEEP) ?? fail();
  const stop = new AbortController();
  const exchange = async () => bench.adminKey('staging');
  const identities = new Identities({ port, exchange, signal: stop.signal });
  const deps: ShardDependencies = {
    port,
    identities,
    collectors: COLLECTORS,
    strategies: STRATEGIES_BY_NAME,
    clock: Object.assign(new DatabaseClock(0), { now: clock.now }),
    accounts: () => new Set([STAGING]),
    pollMs: 20,
  };
  const endpoints = { default: bench.url };
  try {
    await holdShard(deps, { ...lease, endpoints }, stop, (held) => work(held, stop));
  } finally {
    stop.abort();
    identities.destroy();
    for (const { fence } of taken) await port.release(fence, null);
  }
}

/** Looks at the digests as a new sensor would, until what is told is as expected. */
async function check(
  trail: Trail,
  expected: (told: Awaited<ReturnType<Trail['told']>>) => void,
  options: Partial<DigestChoreOptions> = {},
): Promise<void> {
  await upkeep(trail, async (held, stop) => {
    const chore = digestChore({ port: portOf(f), everyMs: 10, lookBackMs: 12 * HOUR, ...options });
    await vi.waitFor(
      async () => {
        await chore(held, stop.signal);
        expected(await trail.told());
      },
      { timeout: 15_000, interval: 30 },
    );
  });
}

const kinds = (told: Awaited<ReturnType<Trail['told']>>) =>
  told.chains.flatMap(({ problems }) => problems.map(({ kind }) => kind));

/** As a consumer of the source reads a log file. */
const readFile = (trail: Trail, key: string) =>
  upkeep(trail, async (held) => {
    const delivery = await objectReader(held.context, { region: REGION, owner: null }).read({
      bucket: trail.bucketName,
      key,
    });
    await held.settle([delivery], { checkpoint: null, finished: false, lagMs: null });
  });

describe('an intact chain', () => {
  it('is told as such, file by file, and what nobody had read is read', async () => {
    const trail = await aTrail();
    await trail.hour((key) => readFile(trail, key));
    await trail.hour();
    await check(trail, (told) => expect(told.chains).toMatchObject([{ state: 'intact', digests: 2, files: 2 }]));
    // Another sensor goes on from there.
    await trail.hour();
    await check(trail, (told) =>
      expect(told.chains).toMatchObject([
        { accountId: STAGING, region: REGION, state: 'intact', digests: 3, files: 3, problems: [], error: null },
      ]),
    );
    const told = await trail.told();
    const [last] = trail.keys('CloudTrail-Digest').toReversed();
    const stamp = told.chains[0]?.verifiedUntil?.replaceAll(/[-:]|\.\d+/g, '') ?? 'none';
    expect(last).toContain(stamp);
    expect(told.notProven.join(' ')).toContain('Events that CloudTrail never wrote');
    const events = await f.read(
      trail.workspaceId,
      (tx) => tx.$queryRaw<{ name: string }[]>`SELECT name FROM tenant.event ORDER BY time`,
    );
    expect(events).toEqual(Array(3).fill({ name: 'PutBucketTagging' }));
    const [counted] = await f.read(
      trail.workspaceId,
      (tx) => tx.$queryRaw<{ recovered: number }[]>`SELECT recovered FROM tenant.completeness_chain`,
    );
    expect(counted).toEqual({ recovered: 2 });
    expect(await trail.scans()).toEqual([]);
  });

  it.each([
    ['s3', { prefix: 'org', organizationId: 'o-abcdefghij' }],
    ['sqs', {}],
    ['sqs', { prefix: 'org', organizationId: 'o-abcdefghij' }],
  ] as const)('of an %s source is found wherever the trail writes (%o)', async (strategy, place) => {
    const trail = await aTrail(strategy, place);
    await trail.hour((key) => readFile(trail, key));
    await check(trail, (told) => expect(told.chains).toMatchObject([{ state: 'intact', digests: 1, files: 1 }]));
  });
});

describe('what was tampered with', () => {
  const forger = digestKeys();
  const cases: [string, string, (trail: Trail) => Promise<void>][] = [
    ['a log file removed', 'fileMissing', (t) => t.hour((key) => void t.objects().delete(key, clock.now()))],
    [
      'a log file removed after it had been read',
      'fileMissing',
      (t) =>
        t.hour(async (key) => {
          await readFile(t, key);
          t.objects().delete(key, clock.now());
        }),
    ],
    [
      'a log file altered before it was read',
      'fileAltered',
      (t) =>
        t.hour(async (key) => {
          t.rewrite(key, (text) => text.replace('PutBucketTagging', 'GetBucketTagging'));
          await readFile(t, key);
        }),
    ],
    [
      'a log file altered after it had been read',
      'fileAltered',
      (t) =>
        t.hour(async (key) => {
          await readFile(t, key);
          clock.forward(60_000);
          t.rewrite(key, (text) => text.replace('PutBucketTagging', 'GetBucketTagging'));
        }),
    ],
    ['a log file made unreadable', 'fileAltered', (t) => t.hour((key) => t.rewrite(key, () => Buffer.from('rubbish')))],
    [
      'a digest removed',
      'digestMissing',
      async (t) => {
        await t.hour();
        t.objects().delete(t.keys('CloudTrail-Digest').at(-1) ?? '', clock.now());
        await t.hour();
      },
    ],
    [
      'a digest forged, its signature left as it was',
      'signatureInvalid',
      async (t) => {
        await t.hour();
        t.rewrite(t.keys('CloudTrail-Digest').at(-1) ?? '', (text) => {
          const digest = JSON.parse(text);
          return JSON.stringify({ ...digest, logFiles: [] });
        });
        await t.hour();
      },
    ],
    [
      'a digest signed by somebody else',
      'keyUnknown',
      async (t) => {
        await t.hour();
        const key = t.keys('CloudTrail-Digest').at(-1) ?? '';
        const digest = JSON.parse(gunzipSync(Buffer.from(t.objects().get(key)?.body ?? '', 'base64')).toString());
        const own = { ...digest, logFiles: [], digestPublicKeyFingerprint: forger.fingerprint };
        const { bytes, signature } = signed(own, forger.privateKey);
        storeObject(t.objects(), key, bytes, clock.now(), { metadata: { signature } });
      },
    ],
    [
      'another digest put in its place',
      'digestAltered',
      async (t) => {
        await t.hour();
        const [first = '', second = ''] = t.keys('CloudTrail-Digest');
        const { body, metadata = {} } = t.objects().get(first) ?? fail();
        storeObject(t.objects(), second, Buffer.from(body, 'base64'), clock.now(), { metadata });
      },
    ],
  ];

  it.each(cases)('%s is told as %s, and starts one scan of its region', async (_what, kind, tamper) => {
    const trail = await aTrail();
    await trail.hour();
    await tamper(trail);
    await check(trail, (told) => expect(kinds(told)).toEqual([kind]));
    const { chains } = await trail.told();
    expect(chains).toMatchObject([{ state: 'broken', problems: [{ resolvedAt: null, scanId: expect.any(String) }] }]);
    const scans = await trail.scans();
    expect(scans).toMatchObject([{ trigger: 'completeness', state: 'queued', regions: [REGION] }]);
    expect(scans[0]?.id).toBe(chains[0]?.problems[0]?.scanId);
    const scopes = scans[0]?.jobs.flatMap((job) => job.scopes) ?? [];
    expect(new Set(scopes.map(({ region }) => region))).toEqual(new Set([REGION]));
    expect(scans[0]?.jobs.map(({ service }) => service)).toEqual(['s3']);
    const audit = await f.read(trail.workspaceId, (tx) =>
      tx.auditEntry.findMany({ where: { workspaceId: trail.workspaceId } }),
    );
    expect(audit).toMatchObject([{ action: 'scan.start', actorKind: 'system', actorLabel: 'completeness' }]);
    // What came before it stays proven.
    const proven = Date.parse(chains[0]?.verifiedUntil ?? '');
    expect(proven).toBeLessThan(clock.now() - 10_000);
    await f.read(trail.workspaceId, (tx) =>
      tx.scan.updateMany({
        where: { workspaceId: trail.workspaceId },
        data: { state: 'complete', finishedAt: new Date() },
      }),
    );
    expect((await trail.told()).chains).toMatchObject([{ problems: [{ resolvedAt: expect.any(String) }] }]);
  });

  it('a chain that ends is overdue after a while, and goes on when the digest comes', async () => {
    const trail = await aTrail();
    await trail.hour();
    await check(trail, (told) => expect(told.chains).toMatchObject([{ state: 'intact' }]));
    clock.forward(2 * HOUR);
    await check(trail, (told) => expect(told.chains).toMatchObject([{ state: 'intact', problems: [] }]));
    clock.forward(2 * HOUR);
    await check(trail, (told) => expect(kinds(told)).toEqual(['digestMissing']));
    await trail.hour();
    await check(trail, (told) =>
      expect(told.chains).toMatchObject([
        { state: 'intact', digests: 2, problems: [{ resolvedAt: expect.any(String) }] },
      ]),
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['ListPublicKeys', 'neither SecurityAudit nor ViewOnlyAccess grants'],
    ['ListObjectsV2', 'Allow s3:ListBucket on trail-'],
    ['GetObject', 's3:GetObject on trail-'],
  ])('%s is told with what to allow, and forgotten once it is allowed', async (action, fix) => {
    const trail = await aTrail();
    await trail.hour((key) => readFile(trail, key));
    const fault = { kind: 'deny', match: { action } };
    expect((await bench.ask('POST', '/faults', fault)).status).toBeLessThan(300);
    await check(trail, (told) => {
      expect(told.chains).toMatchObject([{ accountId: STAGING, region: REGION, state: 'denied', verifiedUntil: null }]);
      expect(told.chains[0]?.error).toContain(fix);
    });
    bench.sandbox.faults.clear();
    await check(trail, (told) => expect(told.chains).toMatchObject([{ state: 'intact', digests: 1, error: null }]));
    expect(await trail.scans()).toEqual([]);
  });

  it('log files without digests are told', async () => {
    const trail = await aTrail();
    await trail.hour((key) => readFile(trail, key));
    for (const key of trail.keys('CloudTrail-Digest')) trail.objects().delete(key, clock.now());
    await check(trail, (told) => {
      expect(told.chains).toMatchObject([{ state: 'noDigests', digests: 0 }]);
      expect(told.chains[0]?.error).toContain('Turn on log file validation');
    });
  });
});
