import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { digestKeys, signed } from '@/lib/events/digest/testing/signed-digest';
import { REGION } from '@/sandbox/delivery/testing/bench';
import { storeObject } from '@/sandbox/s3/objects';
import { HOUR, kindsOf, missing, STAGING, type Trail, trailBench } from './testing/trail';

let bench: Awaited<ReturnType<typeof trailBench>>;
beforeAll(async () => {
  bench = await trailBench();
});
afterEach(() => bench.calm());
afterAll(() => bench.close());

const forger = digestKeys();
const now = () => bench.clock.now();

describe('an intact chain', () => {
  it('is told as such, file by file, and what nobody had read is read', async () => {
    const trail = await bench.trail();
    trail.covered.add(STAGING);
    await trail.hour((key) => trail.readFile(key));
    await trail.hour();
    await trail.check((told) => expect(told.chains).toMatchObject([{ state: 'intact', digests: 2, files: 2 }]));
    // Another sensor goes on from there.
    await trail.hour();
    await trail.check((told) =>
      expect(told.chains).toMatchObject([
        { accountId: STAGING, region: REGION, state: 'intact', digests: 3, files: 3, problems: [], error: null },
      ]),
    );
    const told = await trail.told();
    const [last] = trail.keys('CloudTrail-Digest').toReversed();
    const stamp = told.chains[0]?.verifiedUntil?.replaceAll(/[-:]|\.\d+/g, '') ?? 'none';
    expect(last).toContain(stamp);
    expect(told.notProven.join(' ')).toContain('Events that CloudTrail never wrote');
    const events = await bench.f.read(
      trail.workspaceId,
      (tx) => tx.$queryRaw<{ name: string }[]>`SELECT name FROM tenant.event ORDER BY time`,
    );
    expect(events).toEqual(Array(3).fill({ name: 'PutBucketTagging' }));
    const [counted] = await bench.f.read(
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
    const trail = await bench.trail(strategy, place);
    await trail.hour((key) => trail.readFile(key));
    await trail.check((told) => expect(told.chains).toMatchObject([{ state: 'intact', digests: 1, files: 1 }]));
  });
});

describe('what was tampered with', () => {
  const cases: [string, string, (trail: Trail) => Promise<void>][] = [
    ['a log file removed', 'fileMissing', (t) => t.hour((key) => void t.objects().delete(key, now()))],
    [
      'a log file removed after it had been read',
      'fileMissing',
      (t) =>
        t.hour(async (key) => {
          await t.readFile(key);
          t.objects().delete(key, now());
        }),
    ],
    [
      'a log file altered before it was read',
      'fileAltered',
      (t) =>
        t.hour(async (key) => {
          t.rewrite(key, (text) => text.replace('PutBucketTagging', 'GetBucketTagging'));
          await t.readFile(key);
        }),
    ],
    [
      'a log file altered after it had been read',
      'fileAltered',
      (t) =>
        t.hour(async (key) => {
          await t.readFile(key);
          bench.clock.forward(60_000);
          t.rewrite(key, (text) => text.replace('PutBucketTagging', 'GetBucketTagging'));
        }),
    ],
    ['a log file made unreadable', 'fileAltered', (t) => t.hour((key) => t.rewrite(key, () => Buffer.from('rubbish')))],
    [
      'a digest removed',
      'digestMissing',
      async (t) => {
        await t.hour();
        t.objects().delete(t.keys('CloudTrail-Digest').at(-1) ?? '', now());
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
        const digest = JSON.parse(t.textOf(key));
        const own = { ...digest, logFiles: [], digestPublicKeyFingerprint: forger.fingerprint };
        const { bytes, signature } = signed(own, forger.privateKey);
        storeObject(t.objects(), key, bytes, now(), { metadata: { signature } });
      },
    ],
    [
      'another digest put in its place',
      'digestAltered',
      async (t) => {
        await t.hour();
        const [first = '', second = ''] = t.keys('CloudTrail-Digest');
        const { body, metadata = {} } = t.objects().get(first) ?? missing();
        storeObject(t.objects(), second, Buffer.from(body, 'base64'), now(), { metadata });
      },
    ],
  ];

  it.each(cases)('%s is told as %s, and starts one scan of its region', async (_what, kind, tamper) => {
    const trail = await bench.trail();
    await trail.hour();
    await tamper(trail);
    await trail.check((told) => expect(kindsOf(told)).toEqual([kind]));
    const { chains } = await trail.told();
    expect(chains).toMatchObject([{ state: 'broken', problems: [{ resolvedAt: null, scanId: expect.any(String) }] }]);
    const scans = await trail.scans();
    expect(scans).toMatchObject([{ trigger: 'completeness', state: 'queued', regions: [REGION] }]);
    expect(scans[0]?.id).toBe(chains[0]?.problems[0]?.scanId);
    const scopes = scans[0]?.jobs.flatMap((job) => job.scopes) ?? [];
    expect(new Set(scopes.map(({ region }) => region))).toEqual(new Set([REGION]));
    expect(scans[0]?.jobs.map(({ service }) => service)).toEqual(['s3']);
    const audit = await bench.f.read(trail.workspaceId, (tx) =>
      tx.auditEntry.findMany({ where: { workspaceId: trail.workspaceId } }),
    );
    expect(audit).toMatchObject([{ action: 'scan.start', actorKind: 'system', actorLabel: 'completeness' }]);
    // What came before it stays proven.
    const proven = Date.parse(chains[0]?.verifiedUntil ?? '');
    expect(proven).toBeLessThan(now() - 10_000);
    await bench.f.read(trail.workspaceId, (tx) =>
      tx.scan.updateMany({
        where: { workspaceId: trail.workspaceId },
        data: { state: 'complete', finishedAt: new Date() },
      }),
    );
    expect((await trail.told()).chains).toMatchObject([{ problems: [{ resolvedAt: expect.any(String) }] }]);
  });

  it('a chain that ends is overdue after a while, and goes on when the digest comes', async () => {
    const trail = await bench.trail();
    await trail.hour();
    await trail.check((told) => expect(told.chains).toMatchObject([{ state: 'intact' }]));
    bench.clock.forward(2 * HOUR);
    await trail.check((told) => expect(told.chains).toMatchObject([{ state: 'intact', problems: [] }]));
    bench.clock.forward(2 * HOUR);
    await trail.check((told) => expect(kindsOf(told)).toEqual(['digestMissing']));
    await trail.hour();
    await trail.check((told) =>
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
    const trail = await bench.trail();
    await trail.hour((key) => trail.readFile(key));
    const fault = { kind: 'deny', match: { action } };
    expect((await bench.aws.ask('POST', '/faults', fault)).status).toBeLessThan(300);
    await trail.check((told) => {
      expect(told.chains).toMatchObject([{ accountId: STAGING, region: REGION, state: 'denied', verifiedUntil: null }]);
      expect(told.chains[0]?.error).toContain(fix);
    });
    bench.aws.sandbox.faults.clear();
    await trail.check((told) => expect(told.chains).toMatchObject([{ state: 'intact', digests: 1, error: null }]));
    expect(await trail.scans()).toEqual([]);
  });

  it('log files without digests are told', async () => {
    const trail = await bench.trail();
    await trail.hour((key) => trail.readFile(key));
    for (const key of trail.keys('CloudTrail-Digest')) trail.objects().delete(key, now());
    await trail.check((told) => {
      expect(told.chains).toMatchObject([{ state: 'noDigests', digests: 0 }]);
      expect(told.chains[0]?.error).toContain('Turn on log file validation');
    });
  });
});
