import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { decodePool } from '@/lib/events/decode/pool';
import { logFile, TEST_ACCOUNT, trailRecord } from '@/lib/events/decode/testing/records';
import { addBucket } from '@/sandbox/s3/build';
import { objectsOf } from '@/sandbox/s3/find';
import { storeObject } from '@/sandbox/s3/objects';
import { aSandbox, type TestSandbox } from '@/sandbox/testing/sandbox';
import { s3 } from './s3';
import { keyBefore } from './s3/place';
import { checksOf, consumeUntil, testContext } from './testing/context';
import type { Batch } from './types';

const MINUTE = 60_000;
const SHARD = `${TEST_ACCOUNT}/eu-west-1`;
const FOLDER = `AWSLogs/${TEST_ACCOUNT}/CloudTrail/eu-west-1/`;
const PLACE = { accountId: TEST_ACCOUNT, region: 'eu-west-1' };
const ORGANIZATION = 'o-a1b2c3d4e5';

let sandbox: TestSandbox;
let now = Date.UTC(2026, 10, 20, 23, 40);
let bucket = 0;
let config = { bucketName: '', prefix: 'AWSLogs/', region: 'eu-west-1', accountID: TEST_ACCOUNT };
const open: { close(): void }[] = [];

beforeAll(async () => {
  sandbox = await aSandbox();
});
beforeEach(async () => {
  now = Date.UTC(2026, 10, 20, 23, 40);
  bucket += 1;
  config = { ...config, bucketName: `trail-${bucket}` };
  addBucket(sandbox.world, sandbox.account('staging'), 'eu-west-1', config.bucketName, 1);
  await fetch(`${sandbox.url}/_sandbox/calls`, { method: 'DELETE' });
});
afterEach(async () => {
  await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  for (const each of open.splice(0)) each.close();
});
afterAll(async () => {
  await decodePool().close();
  await sandbox.close();
});

function context() {
  const made = testContext({ url: sandbox.url, credentials: sandbox.adminKey('staging'), now: () => now });
  open.push(made);
  return made;
}

/** Puts a file of one change into the bucket, named by a moment so many minutes from now. */
function put(n: number, minutes: number, { folder = FOLDER, body = logFile([trailRecord(n)]) } = {}): string {
  const key = `${keyBefore(folder, PLACE, now + minutes * MINUTE)}_${String(n).padStart(16, '0')}.json.gz`;
  storeObject(objectsOf(sandbox.account('staging'), config.bucketName), key, body, Date.now());
  return key;
}

const id = (n: number) => String(trailRecord(n).eventID);
const kept = (batches: readonly Batch[]) =>
  batches.flatMap(({ deliveries }) => deliveries.flatMap(({ records }) => records.map(({ eventID }) => eventID)));
const run = (checkpoint: Batch['checkpoint'] = null) => ({ config, shard: SHARD, checkpoint });
const exhausted = ({ lagMs }: Batch) => lagMs === 0;

async function listings(): Promise<number> {
  const answer = (await (await fetch(`${sandbox.url}/_sandbox/calls`)).json()) as {
    counts: { action: string; calls: number }[];
  };
  return answer.counts
    .filter(({ action }) => action.startsWith('ListObjects'))
    .reduce((sum, { calls }) => sum + calls, 0);
}

/** Looks until nothing is left, from a checkpoint; what the next sensor would begin with is the last batch's. */
async function look(checkpoint: Batch['checkpoint'] = null) {
  const { ctx, stop } = context();
  const batches = await consumeUntil(s3.consume(ctx, run(checkpoint)), exhausted);
  stop();
  return { ids: kept(batches), batches, checkpoint: batches.at(-1)?.checkpoint ?? null };
}

it('reads what is there in the order of names, and later only what is new', async () => {
  put(1, -2_000);
  const keys = [-50, -30, -10, -1].map((minutes, n) => put(n + 2, minutes));
  storeObject(
    objectsOf(sandbox.account('staging'), config.bucketName),
    `${FOLDER}2026/11/20/readme.txt`,
    Buffer.from('x'),
    now,
  );
  const first = await look();
  expect(first.ids).toEqual([2, 3, 4, 5].map(id));
  expect(first.batches[0]?.deliveries[0]).toMatchObject({
    id: keys[0],
    file: { bucket: config.bucketName, key: keys[0] },
  });
  expect(s3.position(first.checkpoint)).toBe(keys[3]);
  expect((await look(first.checkpoint)).ids).toEqual([]);

  // Named before what was read, and found in the window; a day later, over midnight.
  put(20, -25);
  put(22, -45);
  now += 3 * MINUTE;
  const late = await look(first.checkpoint);
  expect(late.ids).toEqual([20].map(id));
  now += 30 * MINUTE;
  put(21, 0);
  const nextDay = await look(late.checkpoint);
  expect(nextDay.ids).toEqual([21].map(id));
  expect(s3.position(nextDay.checkpoint)).toContain('/2026/11/21/');
});

it('goes on while it runs, and repeats nothing but what was not committed', async () => {
  for (let n = 0; n < 35; n += 1) put(n, -59 + n);
  const { ctx } = context();
  const committed: Batch[] = [];
  await consumeUntil(
    s3.consume(ctx, run()),
    () => committed.length === 2,
    (batch) => void committed.push(batch),
  );
  // Killed with a third batch read and not committed.
  const done = kept(committed);
  expect(done).toHaveLength(20);
  const rest = await look(committed[1]?.checkpoint ?? null);
  expect([...done, ...rest.ids]).toEqual(Array.from({ length: 35 }, (_, n) => id(n)));
  const living = context();
  const found: string[] = [];
  await consumeUntil(
    s3.consume(living.ctx, run(rest.checkpoint)),
    () => found.length === 1,
    (batch) => {
      found.push(...kept([batch]));
      if (found.length === 0) put(99, 0);
    },
  );
  expect(found).toEqual([id(99)]);
});

it('lists from where it ended, not the bucket from its start', async () => {
  for (let n = 0; n < 2_500; n += 1) put(n, -59 * 24 * 60 + n, { body: Buffer.alloc(0) });
  put(3_000, -1);
  const first = await look();
  expect(first.ids).toEqual([id(3_000)]);
  // One to find the folder, one for its files.
  expect(await listings()).toBe(2);
});

it('begins at the beginning, now, or at a moment when told to', async () => {
  for (const [n, minutes] of [-60 * 24 * 400, -300, -10].entries()) put(n, minutes);
  expect((await look(s3.checkpointAt(SHARD, 'oldest'))).ids).toEqual([0, 1, 2].map(id));
  expect((await look(s3.checkpointAt(SHARD, now - 400 * MINUTE))).ids).toEqual([1, 2].map(id));
  const latest = await look(s3.checkpointAt(SHARD, 'latest'));
  expect(latest.ids).toEqual([]);
  now += MINUTE;
  put(3, 0);
  expect((await look(latest.checkpoint)).ids).toEqual([id(3)]);
});

it('finds the accounts and regions of a trail of one account and of an organization', async () => {
  put(1, -5);
  put(2, -5, { folder: `AWSLogs/${TEST_ACCOUNT}/CloudTrail-Digest/eu-west-1/` });
  put(3, -5, { folder: `AWSLogs/${ORGANIZATION}/${TEST_ACCOUNT}/CloudTrail/eu-west-1/` });
  put(4, -5, { folder: `AWSLogs/${ORGANIZATION}/730335184422/CloudTrail/us-east-1/` });
  put(5, -5, { folder: 'other/123456789012/CloudTrail/us-east-1/' });
  const { ctx } = context();
  const known = { shard: '111122223333/eu-west-1', finished: false, checkpoint: null };
  const plans = await s3.discover(ctx, config, [known]);
  expect(plans.map(({ shard }) => shard)).toEqual(['111122223333/eu-west-1', SHARD, '730335184422/us-east-1']);
  const { ctx: reading } = context();
  const found = new Set<string>();
  await consumeUntil(
    s3.consume(reading, run()),
    () => found.size === 2,
    (batch) => {
      for (const one of kept([batch])) found.add(one);
    },
  );
  expect(found).toEqual(new Set([id(1), id(3)]));
});

it('quarantines a bad file, goes on behind it, and reads it again on demand', async () => {
  const bad = put(1, -5, { body: logFile([trailRecord(1)]).subarray(0, 60) });
  put(2, -4);
  const { ids, batches } = await look();
  expect(ids).toEqual([id(2)]);
  const [poison] = batches.flatMap(({ deliveries }) => deliveries.flatMap((each) => each.poison));
  expect(poison).toMatchObject({ deliveryId: bad, reason: 'truncated' });
  put(1, -5);
  const { ctx } = context();
  const replayed = await s3.replay(ctx, config, { deliveryId: bad, payload: poison?.payload ?? Buffer.alloc(0) });
  expect(replayed.records).toMatchObject([{ eventID: id(1) }]);
});

it('throws what is the source’s trouble, and says it in a test', async () => {
  put(1, -5);
  const { ctx } = context();
  const good = await checksOf(s3.test(ctx, config));
  expect([...good.values()].map(({ key, state }) => [key, state])).toEqual([
    ['bucketExists', 'ok'],
    ['permission:s3:ListBucket', 'ok'],
    ['logFiles', 'ok'],
    ['permission:s3:GetObject', 'ok'],
    ['encryption', 'ok'],
  ]);
  const elsewhere = await checksOf(s3.test(ctx, { ...config, prefix: 'nothing/' }));
  expect(elsewhere.get('logFiles')).toMatchObject({ state: 'warning' });
  expect(elsewhere.get('permission:s3:GetObject')).toMatchObject({ state: 'ok' });
  const missing = await checksOf(s3.test(ctx, { ...config, bucketName: 'no-such-bucket-here' }));
  expect([...missing.values()]).toMatchObject([{ key: 'bucketExists', state: 'failed' }]);
  const region = await checksOf(s3.test(ctx, { ...config, region: 'us-east-1' }));
  expect([...region.values()]).toMatchObject([
    { key: 'bucketExists', state: 'failed', fix: 'Set the region to eu-west-1.' },
  ]);
  const deny = { kind: 'deny', match: { action: 'GetObject' } };
  await fetch(`${sandbox.url}/_sandbox/faults`, { method: 'POST', body: JSON.stringify(deny) });
  await expect(look()).rejects.toMatchObject({ name: 'AccessDenied' });
});
