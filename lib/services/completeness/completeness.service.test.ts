import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { Problem } from '@/lib/events/digest/chain';
import { FenceLostError } from '@/lib/sensor/errors';
import { type ChainReport, type EventPort, type ShardFence, UPKEEP } from '@/lib/sensor/event-port';
import { batch, eventSource, leases, portOf, sensor } from '../events/testing/source';
import {
  ACCOUNT,
  endedScope,
  fenceOf,
  type InventoryFixture,
  NO_PROGRESS,
  observed,
  openInventoryFixture,
  outcome,
  resource,
} from '../inventory/testing/fixture';
import { startScan } from '../scans/start';
import { getCompleteness } from './get';

const SENSOR = '0193a000-0000-7000-8000-000000000001';
const BUCKET_TYPE = 'AWS::S3::Bucket';
const ENDED = Date.UTC(2026, 10, 20, 9);
const HASH = 'ab'.repeat(32);

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
let integration: Integration;
beforeEach(async () => {
  await f.asOwner('UPDATE tenant.event_source SET enabled = false');
  workspaceId = await f.workspace();
  const options = { permissionSet: 'security_audit', services: ['s3', 'iam'] } as Integration['options'];
  integration = await f.integration(workspaceId, { options });
  const config = { bucketName: 'logs', prefix: 'AWSLogs/', region: 'eu-west-1', accountID: ACCOUNT };
  sourceId = await eventSource(f, integration, { strategy: 's3', config, shards: [] });
  fence = (await leases(port, sensorId, sourceId)).get(UPKEEP)?.fence ?? fence;
});

const problem = (kind: Problem['kind'], objectKey: string, since = ENDED - 3_600_000): Problem => ({
  kind,
  objectKey,
  since,
  message: 'It is not there.',
});
const report = (changes: Partial<ChainReport> = {}): ChainReport => ({
  accountId: ACCOUNT,
  region: 'eu-west-1',
  trail: 'trail_eu-west-1',
  bucket: 'logs',
  folder: `AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-west-1/`,
  state: 'checked',
  last: { key: 'digest-9', hash: HASH, signature: 'ab', startedAt: ENDED - 3_600_000, endedAt: ENDED },
  digests: 1,
  files: 12,
  recovered: 0,
  problems: [],
  resolved: [],
  error: null,
  ...changes,
});
const told = () => getCompleteness(f.as(workspaceId), { eventSourceId: sourceId });
const scans = () =>
  f.read(workspaceId, (tx) =>
    tx.scan.findMany({ include: { jobs: { include: { scopes: true } } }, orderBy: { id: 'asc' } }),
  );
const end = (id: string) =>
  f.asOwner(
    "UPDATE tenant.scan SET state = 'complete', finished_at = clock_timestamp() WHERE workspace_id = $1 AND id = $2",
    [workspaceId, id],
  );
const regionsOf = (scan: Awaited<ReturnType<typeof scans>>[number] | undefined) =>
  [...new Set(scan?.jobs.flatMap(({ scopes }) => scopes.map(({ region }) => region)))].sort();

describe('a chain', () => {
  it('is kept where it stands, and counts what was added', async () => {
    await port.keepChain(
      fence,
      report({ trail: '', last: null, digests: 0, files: 0, state: 'denied', error: 'AccessDenied' }),
    );
    expect((await told()).chains).toMatchObject([{ state: 'denied', error: 'AccessDenied', verifiedUntil: null }]);
    await port.keepChain(fence, report());
    await port.keepChain(fence, report({ files: 3, recovered: 1 }));
    expect(await told()).toMatchObject({
      supported: true,
      chains: [{ state: 'intact', digests: 2, files: 15, verifiedUntil: '2026-11-20T09:00:00.000Z', error: null }],
    });
    const { chains } = await port.digestChains(fence, 0);
    expect(chains).toMatchObject([{ trail: 'trail_eu-west-1', last: report().last, silent: false }]);
    await port.keepChain(fence, report({ problems: [problem('digestMissing', 'digest-9', ENDED)], digests: 0 }));
    expect((await port.digestChains(fence, 0)).chains).toMatchObject([{ silent: true }]);
    await port.keepChain(fence, report({ resolved: [{ kind: 'digestMissing', objectKey: 'digest-9' }] }));
    expect((await told()).chains).toMatchObject([{ state: 'intact', problems: [{ resolvedAt: expect.any(String) }] }]);
    await port.keepChain(fence, report({ state: 'gone', trail: '' }));
    expect((await told()).chains).toHaveLength(1);
  });

  it('of two trails in one place is as good as the worse', async () => {
    const last = { key: 'other-8', hash: HASH, signature: 'cd', startedAt: 0, endedAt: ENDED - 3_600_000 };
    await port.keepChain(fence, report());
    await port.keepChain(fence, report({ trail: 'other_eu-west-1', last }));
    expect((await told()).chains).toMatchObject([{ digests: 2, verifiedUntil: '2026-11-20T08:00:00.000Z' }]);
  });

  it('is nobody’s who has not the lease, and no other workspace’s', async () => {
    await expect(port.keepChain({ ...fence, attempt: fence.attempt - 1 }, report())).rejects.toThrow(FenceLostError);
    await port.keepChain(fence, report({ problems: [problem('fileMissing', 'a')] }));
    const other = await f.workspace();
    await expect(getCompleteness(f.as(other), { eventSourceId: sourceId })).rejects.toMatchObject({
      code: 'not_found',
    });
    const seen = await f.read(
      other,
      (tx) => tx.$queryRaw<unknown[]>`SELECT id::text AS x FROM tenant.completeness_problem
        UNION ALL SELECT trail FROM tenant.completeness_chain`,
    );
    expect(seen).toEqual([]);
  });

  it('is not told of sources that have no files', async () => {
    const queue = await eventSource(f, integration);
    expect(await getCompleteness(f.as(workspaceId), { eventSourceId: queue })).toMatchObject({ supported: false });
  });
});

describe('log files', () => {
  it('are known by what was read of them, and tell the folders they lie in', async () => {
    const keys = ['eu-west-1', 'us-east-1'].map(
      (region) => `AWSLogs/o-abcdefghij/${ACCOUNT}/CloudTrail/${region}/2026/11/20/x`,
    );
    const files = keys.map((key, n) => ({ bucket: 'logs', key, sha256: `${n}`.repeat(64) }));
    await port.submit(fence, batch([], { files }));
    const known = await port.knownLogFiles(fence, 'logs', [keys[1] ?? '', 'no', keys[0] ?? '']);
    expect(known.map((file) => file?.sha256 ?? null)).toEqual(['1'.repeat(64), null, '0'.repeat(64)]);
    expect(Math.abs((known[0]?.readAt ?? 0) - Date.now())).toBeLessThan(60_000);
    const { folders } = await port.digestChains(fence, 0);
    const parent = 'AWSLogs/o-abcdefghij/';
    expect(folders.toSorted((a, b) => (a.region < b.region ? -1 : 1))).toEqual(
      ['eu-west-1', 'us-east-1'].map((region) => ({ bucket: 'logs', parent, accountId: ACCOUNT, region })),
    );
    expect((await port.digestChains(fence, Date.now() + 60_000)).folders).toEqual([]);
  });
});

describe('a problem', () => {
  it('starts a scan of its region alone, beside a whole one; further ones join it', async () => {
    const { scan: whole } = await startScan(f.as(workspaceId, 'editor'), { integrationId: integration.id });
    await port.keepChain(fence, report({ problems: [problem('fileMissing', 'a'), problem('fileAltered', 'b')] }));
    await port.keepChain(fence, report({ problems: [problem('fileMissing', 'a'), problem('chainBroken', 'c')] }));
    const [first, second, ...more] = await scans();
    expect(more).toEqual([]);
    expect(first?.id).toBe(whole.id);
    expect(second).toMatchObject({
      trigger: 'completeness',
      regions: ['eu-west-1'],
      requestedBy: 'the completeness check',
    });
    expect(regionsOf(second)).toEqual(['eu-west-1']);
    const { chains } = await told();
    expect(chains[0]).toMatchObject({ state: 'broken', verifiedUntil: '2026-11-20T08:00:00.000Z' });
    expect(chains[0]?.problems.map(({ kind, scanId }) => [kind, scanId])).toEqual(
      ['chainBroken', 'fileAltered', 'fileMissing'].map((kind) => [kind, second?.id]),
    );
    // Run now answers the whole scan.
    const again = await startScan(f.as(workspaceId, 'editor'), { integrationId: integration.id });
    expect(again).toMatchObject({ created: false, scan: { id: whole.id } });
  });

  it('in other regions of an account waits until its scan has ended; one more then serves them all', async () => {
    await port.keepChain(fence, report({ problems: [problem('digestMissing', 'a')] }));
    for (const region of ['eu-central-1', 'us-east-1']) {
      await port.keepChain(fence, report({ region, problems: [problem('digestMissing', region)] }));
    }
    expect((await scans()).map(({ regions }) => regions)).toEqual([['eu-west-1']]);
    const waiting = (await told()).chains.filter(({ problems }) => problems[0]?.scanId === null);
    expect(waiting.map(({ region, error }) => [region, error])).toEqual(
      ['eu-central-1', 'us-east-1'].map((region) => [region, expect.stringContaining('waits for its turn')]),
    );
    await end((await scans())[0]?.id ?? '');
    // The next report of any chain, however well, is a look at what waits.
    await port.keepChain(fence, report({ region: 'sa-east-1' }));
    expect(regionsOf((await scans())[1])).toEqual(['eu-central-1', 'global', 'us-east-1']);
    expect((await told()).chains.every(({ error }) => error === null)).toBe(true);
  });

  it('that an organization has everywhere starts few scans at once, one an account', async () => {
    const accounts = Array.from({ length: 5 }, (_, n) => `${n + 1}`.repeat(12));
    for (const accountId of accounts) await f.integration(workspaceId, { accountId });
    for (const accountId of accounts) {
      for (const region of ['eu-central-1', 'eu-west-1', 'us-east-1']) {
        await port.keepChain(fence, report({ accountId, region, problems: [problem('digestMissing', region)] }));
      }
    }
    const began = await scans();
    expect(began).toHaveLength(3);
    const open = () =>
      f.asOwner<{ n: number }>(
        'SELECT count(*)::int AS n FROM tenant.completeness_problem WHERE workspace_id = $1 AND scan_id IS NULL',
        [workspaceId],
      );
    for (let rounds = 0; (await open())[0]?.n !== 0 && rounds < 10; rounds += 1) {
      for (const { id } of await scans()) await end(id);
      await port.keepChain(fence, report({ accountId: accounts[0] ?? '' }));
      expect((await scans()).filter(({ state }) => state === 'queued').length).toBeLessThanOrEqual(3);
    }
    expect(await open()).toEqual([{ n: 0 }]);
    expect((await scans()).length).toBeLessThanOrEqual(10);
  });

  it('of an account that nobody watches is told without a scan', async () => {
    await port.keepChain(fence, report({ accountId: '111122223333', problems: [problem('fileMissing', 'a')] }));
    expect((await told()).chains).toMatchObject([{ state: 'broken', problems: [{ scanId: null }] }]);
    expect(await scans()).toEqual([]);
  });

  it('has a scan that marks nothing outside of its region', async () => {
    const now = Date.now();
    const things = ['eu-west-1', 'eu-central-1'].map((region) =>
      resource(`bucket-${region}`, { type: BUCKET_TYPE, region, arn: `arn:aws:s3:::bucket-${region}` }),
    );
    const { scan: whole } = await startScan(f.as(workspaceId, 'editor'), { integrationId: integration.id });
    const scanPort = f.port(workspaceId);
    const scopeOf = (region: string) => ({ accountId: ACCOUNT, region, type: BUCKET_TYPE });
    for (const job of whole.jobs) {
      const held = fenceOf(await scanPort.takeScanJob(job.id, SENSOR));
      await scanPort.openRegions(held, ['eu-central-1', 'eu-west-1']);
      for (const thing of job.service === 's3' ? things : []) {
        await scanPort.submit(held, scopeOf(thing.region), [observed(thing, now - 50_000)]);
        const list = outcome('complete', now - 60_000, [thing.id]);
        await scanPort.completeScopes(held, ...endedScope(scopeOf(thing.region), list));
      }
      await scanPort.end(held, { status: 'finished', progress: NO_PROGRESS });
    }
    const scannedAt = await lastScanAt();
    await port.keepChain(fence, report({ problems: [problem('fileMissing', 'a')] }));
    const targeted = (await scans()).find(({ trigger }) => trigger === 'completeness');
    const [job] = targeted?.jobs ?? [];
    const lease = await scanPort.takeScanJob(job?.id ?? '', SENSOR);
    expect(lease).toMatchObject({ service: 's3', regionsKnown: true });
    expect(lease?.scopes.every(({ region }) => region === 'eu-west-1')).toBe(true);
    const held = fenceOf(lease);
    for (const { region, type } of lease?.scopes ?? []) {
      await scanPort.completeScopes(
        held,
        ...endedScope({ accountId: ACCOUNT, region, type }, outcome('complete', now, [])),
      );
    }
    await scanPort.end(held, { status: 'finished', progress: NO_PROGRESS });
    const rows = await f.read(workspaceId, (tx) =>
      tx.resource.findMany({ select: { id: true, deletedAt: true }, orderBy: { id: 'asc' } }),
    );
    expect(rows.map(({ id, deletedAt }) => [id, deletedAt !== null])).toEqual([
      ['bucket-eu-central-1', false],
      ['bucket-eu-west-1', true],
    ]);
    // The inventory is right again, which resolves the problem; the account has not been scanned by that.
    expect((await told()).chains).toMatchObject([{ state: 'intact', problems: [{ resolvedAt: expect.any(String) }] }]);
    expect(await lastScanAt()).toEqual(scannedAt);
  });
});

const lastScanAt = async () =>
  (
    await f.read(workspaceId, (tx) =>
      tx.integration.findUniqueOrThrow({ where: { workspaceId_id: { workspaceId, id: integration.id } } }),
    )
  ).lastScanAt;

// A workspace's ids are its own: a fence of another one names nothing here.
it('refuses a fence of another workspace', async () => {
  await expect(port.digestChains({ ...fence, workspaceId: uuidv7() }, 0)).rejects.toThrow();
});
