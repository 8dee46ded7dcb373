import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  MergeShardsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { logsPayload, trailRecord } from '@/lib/events/decode/testing/records';
import { kinesis } from './kinesis';
import { checksOf, consumeUntil } from './testing/context';
import { MemoryShards } from './testing/memory-shards';
import { FIRST, idsIn as ids, streamBench, upTo } from './testing/stream';
import type { Batch } from './types';

let bench: Awaited<ReturnType<typeof streamBench>>;
beforeAll(async () => {
  bench = await streamBench();
});
afterEach(() => bench.calm());
afterAll(() => bench.close());

const idOf = (n: number) => String(trailRecord(n).eventID);
const run = (config: { streamARN: string; shardID: string }, checkpoint: Batch['checkpoint'], shard = FIRST) => ({
  config,
  shard,
  checkpoint,
});

it('reads log events in order, drops control messages, and goes on behind what was committed', async () => {
  const { config, put } = bench.stream('ordered');
  const { ctx } = bench.context();
  put(gzipSync(JSON.stringify({ messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logEvents: [] })));
  put(logsPayload([trailRecord(1), trailRecord(2, { readOnly: true }), trailRecord(3)]));
  const poisonous = put(Buffer.from('no gzip'));
  const last = put(logsPayload([trailRecord(4)]));
  const batches = await consumeUntil(kinesis.consume(ctx, run(config, { horizon: true })), upTo(3));
  expect(ids(batches)).toEqual([idOf(1), idOf(3), idOf(4)]);
  const deliveries = batches.flatMap((batch) => batch.deliveries);
  expect(deliveries.flatMap(({ poison }) => poison)).toMatchObject([{ deliveryId: poisonous, reason: 'not_gzip' }]);
  expect(deliveries.map(({ dropped }) => dropped.readOnly)).toEqual([1, 0, 0]);
  const end = batches.at(-1);
  expect(end).toMatchObject({ finished: false, lagMs: 0, checkpoint: { sequence: last, at: expect.any(Number) } });
  expect(kinesis.position(end?.checkpoint ?? null)).toBe(last);
  put(logsPayload([trailRecord(5)]));
  const more = await consumeUntil(kinesis.consume(ctx, run(config, end?.checkpoint ?? null)), upTo(1));
  expect(ids(more)).toEqual([idOf(5)]);
});

it('begins where it is told, and keeps "from now on" before it reads', async () => {
  const { config, put } = bench.stream('begins');
  const { ctx } = bench.context();
  put(logsPayload([trailRecord(1)]));
  bench.clock.forward(60_000);
  const moment = bench.clock.now();
  bench.clock.forward(1_000);
  put(logsPayload([trailRecord(2)]));
  bench.clock.forward(1_000);
  const latest = kinesis.consume(ctx, run(config, kinesis.checkpointAt(FIRST, 'latest')))[Symbol.asyncIterator]();
  const { value: begun } = await latest.next();
  expect(begun).toMatchObject({ deliveries: [], checkpoint: { at: expect.any(Number) } });
  // It dies here; what comes before another takes over is not lost.
  await latest.return?.();
  put(logsPayload([trailRecord(3)]));
  const from = (checkpoint: Batch['checkpoint'], count: number) =>
    consumeUntil(kinesis.consume(ctx, run(config, checkpoint)), upTo(count)).then(ids);
  expect(await from(begun.checkpoint, 1)).toEqual([idOf(3)]);
  expect(await from(kinesis.checkpointAt(FIRST, 'oldest'), 3)).toEqual([1, 2, 3].map(idOf));
  expect(await from(kinesis.checkpointAt(FIRST, moment), 2)).toEqual([2, 3].map(idOf));
});

it('finds shards page by page, and puts children behind parents that are still there', async () => {
  const { config } = bench.stream('resharded', 2);
  const { ctx } = bench.context();
  const first = await kinesis.discover(ctx, config, []);
  expect(first.map(({ shard, parents, checkpoint }) => [shard, parents, checkpoint])).toEqual(
    [0, 1].map((n) => [`shardId-00000000000${n}`, [], { at: expect.any(Number) }]),
  );
  const { streamARN: StreamARN } = config;
  await bench.client.send(
    new MergeShardsCommand({ StreamARN, ShardToMerge: FIRST, AdjacentShardToMerge: 'shardId-000000000001' }),
  );
  const known = first.map(({ shard, checkpoint }) => ({ shard, checkpoint, finished: false }));
  const third = { shard: 'shardId-000000000002', checkpoint: { horizon: true } };
  expect((await kinesis.discover(ctx, config, known))[2]).toEqual({
    ...third,
    parents: [FIRST, 'shardId-000000000001'],
  });
  const alone = { ...config, shardID: third.shard };
  expect(await kinesis.discover(ctx, alone, known.slice(2))).toMatchObject([{ shard: third.shard, parents: [] }]);
  await expect(kinesis.discover(ctx, { ...config, shardID: 'shardId-000000000009' }, [])).rejects.toThrow('no shard');
  // A day later the closed ones are forgotten, and hold nobody back.
  bench.clock.forward(25 * 3_600_000);
  expect(await kinesis.discover(ctx, config, known)).toEqual([{ ...third, parents: [] }]);
});

it('reads everything, each key in order, while shards split and merge and two consumers die in turns', async () => {
  const { config, put } = bench.stream('busy', 2);
  const shards = new MemoryShards();
  const keys = Array.from({ length: 12 }, (_, n) => `key-${n}`);
  await shards.open(await kinesis.discover(bench.context().ctx, config, []));
  let sent = 0;
  const send = (count: number) => {
    for (const end = sent + count; sent < end; sent += 1) {
      const payload = logsPayload([trailRecord(sent, { sourceIPAddress: keys[sent % keys.length] ?? '' })]);
      // CloudWatch Logs delivers at least once.
      for (let copy = 0; copy < 1 + (sent % 3 === 0 ? 1 : 0); copy += 1) put(payload, keys[sent % keys.length]);
    }
  };
  const steps = [
    () => bench.client.send(split(config.streamARN, FIRST, 1n << 126n)),
    () => bench.client.send(merge(config.streamARN, 'shardId-000000000002', 'shardId-000000000003')),
    () => bench.client.send(split(config.streamARN, 'shardId-000000000004', 1n << 125n)),
  ];
  const consumer = async (seed: number) => {
    for (let round = seed; shards.events.size < sent || steps.length > 0; round += 1) {
      const step = steps[0];
      if (seed === 0 && step && shards.events.size >= sent - 20) {
        send(60);
        await step();
        steps.shift();
        send(60);
      }
      const { ctx, stop, close } = bench.context();
      await shards.open(await kinesis.discover(ctx, config, shards.known()));
      // What detaching, a drain or a lost lease does; an idle shard would keep its consumer otherwise.
      const ending = setTimeout(stop, 150);
      await shards.consumeOne(
        (shard, checkpoint) => kinesis.consume(ctx, run(config, checkpoint, shard)),
        1 + (round % 3),
      );
      clearTimeout(ending);
      close();
    }
  };
  send(60);
  await Promise.all([consumer(0), consumer(1)]);
  expect(steps).toEqual([]);
  expect(shards.events.size).toBe(sent);
  expect(shards.died).toBeGreaterThan(0);
  expect(shards.finished()).toEqual(expect.arrayContaining([FIRST, 'shardId-000000000002', 'shardId-000000000004']));
  for (const key of keys) {
    const order = [...shards.events.values()].filter(({ sourceIPAddress }) => sourceIPAddress === key);
    const numbers = order.map(({ eventID }) => eventID);
    expect(numbers).toEqual(numbers.toSorted());
  }
}, 60_000);

it('follows the one shard that is named through what resharding makes of it, parents first', async () => {
  const { config: all, put } = bench.stream('one', 2);
  const config = { ...all, shardID: FIRST };
  const shards = new MemoryShards();
  const discover = async () => {
    const plans = await kinesis.discover(bench.context().ctx, config, shards.known());
    await shards.open(plans);
    return plans.map(({ shard, parents }) => [Number(shard.slice(-2)), parents.map((id) => Number(id.slice(-2)))]);
  };
  // By where MD5 puts its key: in FIRST, in both of its halves later, or in the other shard.
  const keys = Array.from({ length: 40 }, (_, n) => `key-${n}`);
  const isFirst = (key: string) => createHash('md5').update(key).digest().readUInt8() < 0x80;
  let sent = 0;
  const wanted: string[] = [];
  const send = (keep: (key: string) => boolean) => {
    for (const key of keys) {
      put(logsPayload([trailRecord(sent, { sourceIPAddress: key })]), key);
      if (keep(key)) wanted.push(idOf(sent));
      sent += 1;
    }
  };
  expect(await discover()).toEqual([[0, []]]);
  send(isFirst);
  await bench.client.send(split(config.streamARN, FIRST, 1n << 126n));
  send(isFirst);
  // One parent of what this makes is nobody's here.
  await bench.client.send(merge(config.streamARN, 'shardId-000000000003', 'shardId-000000000001'));
  const lower = (key: string) => createHash('md5').update(key).digest().readUInt8() < 0x40;
  send(() => true);
  const family = [
    [0, []],
    [2, [0]],
    [3, [0]],
    [4, [3]],
  ];
  expect(await discover()).toEqual(family);
  while (shards.events.size < wanted.length) {
    const { ctx, stop, close } = bench.context();
    const ending = setTimeout(stop, 150);
    await shards.consumeOne((shard, checkpoint) => kinesis.consume(ctx, run(config, checkpoint, shard)), 2);
    clearTimeout(ending);
    close();
  }
  expect([...shards.events.keys()].sort()).toEqual(wanted.sort());
  for (const key of keys.filter(lower)) {
    const numbers = [...shards.events.values()].flatMap((event) =>
      event.sourceIPAddress === key ? event.eventID : [],
    );
    expect(numbers).toEqual(numbers.toSorted());
  }
  // A day later all but the open ones are forgotten; what is known still tells whose the next children are.
  bench.clock.forward(25 * 3_600_000);
  await bench.client.send(split(config.streamARN, 'shardId-000000000004', 3n << 126n));
  expect(await discover()).toEqual([
    [2, []],
    [4, []],
    [5, [4]],
    [6, [4]],
  ]);
  const checks = await checksOf(kinesis.test(bench.context().ctx, { ...config, shardID: 'shardId-000000000004' }));
  expect(checks.get('shardExists')).toMatchObject({
    state: 'ok',
    evidence:
      'shardId-000000000004 is one of them. Resharding made shardId-000000000005, shardId-000000000006 of it, which is read too.',
  });
  const gone = await checksOf(kinesis.test(bench.context().ctx, config));
  expect(gone.get('shardExists')).toMatchObject({ state: 'ok', evidence: expect.stringContaining(`${FIRST} is gone`) });
}, 60_000);

const split = (StreamARN: string, ShardToSplit: string, at: bigint) =>
  new SplitShardCommand({ StreamARN, ShardToSplit, NewStartingHashKey: String(at) });
const merge = (StreamARN: string, ShardToMerge: string, AdjacentShardToMerge: string) =>
  new MergeShardsCommand({ StreamARN, ShardToMerge, AdjacentShardToMerge });

it('renews an iterator that expired, behind the last record', async () => {
  const { config, put } = bench.stream('expiring');
  const { ctx } = bench.context();
  put(logsPayload([trailRecord(1)]));
  let expired = false;
  const batches = await consumeUntil(kinesis.consume(ctx, run(config, { horizon: true })), upTo(2), async () => {
    if (expired) return;
    expired = true;
    await bench.fault({
      kind: 'error',
      match: { action: 'GetRecords' },
      code: 'ExpiredIteratorException',
      message: 'Iterator expired.',
      status: 400,
      times: 1,
    });
    put(logsPayload([trailRecord(2)]));
  });
  expect(ids(batches)).toEqual([idOf(1), idOf(2)]);
});

it('waits when another consumer takes the shard’s reads, and then goes on', async () => {
  const { config, put } = bench.stream('contended');
  const { ctx } = bench.context();
  put(logsPayload([trailRecord(1)]));
  await bench.fault({ kind: 'throttle', match: { action: 'GetRecords' }, times: 3 });
  const { ShardIterator } = await bench.client.send(
    new GetShardIteratorCommand({ StreamARN: config.streamARN, ShardId: FIRST, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  const reads = Array.from({ length: 8 }, () =>
    bench.client.send(new GetRecordsCommand({ ShardIterator })).catch(() => {}),
  );
  const batches = await consumeUntil(kinesis.consume(ctx, run(config, { horizon: true })), upTo(1));
  await Promise.all(reads);
  expect(ids(batches)).toEqual([idOf(1)]);
});

it('says what was lost where the stream dropped records before they were read, and goes on behind them', async () => {
  const { config, put } = bench.stream('trimmed');
  const { ctx } = bench.context();
  put(logsPayload([trailRecord(1)]));
  const [batch] = await consumeUntil(kinesis.consume(ctx, run(config, { horizon: true })), upTo(1));
  put(logsPayload([trailRecord(2)]));
  bench.clock.forward(30 * 3_600_000);
  put(logsPayload([trailRecord(3)]));
  const batches = await consumeUntil(kinesis.consume(ctx, run(config, batch?.checkpoint ?? null)), upTo(1));
  expect(ids(batches)).toEqual([idOf(3)]);
  expect(batches[0]).toMatchObject({ checkpoint: { horizon: true }, deliveries: [{ records: [] }] });
  const [gap] = batches[0]?.deliveries[0]?.poison ?? [];
  expect(gap?.reason).toBe('object_missing');
  expect(gap?.message).toContain('keeps records for 24 hours, and nothing read them since 20');
  // A number that the stream never gave (it was made anew): what lies behind the moment is read, nothing is said to be lost.
  const strange = { sequence: '1', at: bench.clock.now() - 60_000 };
  expect(ids(await consumeUntil(kinesis.consume(ctx, run(config, strange)), upTo(1)))).toEqual([idOf(3)]);
  const unknown = await consumeUntil(kinesis.consume(ctx, run(config, { sequence: '1' })), upTo(1));
  expect(unknown[0]?.deliveries[0]?.poison).toHaveLength(1);
  expect(ids(unknown)).toEqual([idOf(3)]);
  // A shard that the stream has forgotten ends, saying so; a stream that is not there is an error.
  const gone = run(config, { sequence: '1', at: bench.clock.now() }, 'shardId-000000000007');
  const ended = await consumeUntil(kinesis.consume(ctx, gone), () => false);
  expect(ended).toMatchObject([{ finished: true, deliveries: [{ poison: [{ reason: 'object_missing' }] }] }]);
  const missing = { ...config, streamARN: `${config.streamARN}-not` };
  await expect(consumeUntil(kinesis.consume(ctx, run(missing, null)), () => false)).rejects.toThrow('not found');
});

it('shows that it lives while nothing comes, keeps its place, and stops at once', async () => {
  const { config } = bench.stream('quiet');
  const { ctx, stop } = bench.context();
  let ahead = 0;
  const real = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => real() + ahead);
  const batches = await consumeUntil(
    kinesis.consume(ctx, run(config, { horizon: true })),
    () => false,
    () => {
      ahead += 16_000;
      if (ahead > 60_000) stop();
    },
  );
  expect(batches.length).toBeGreaterThan(2);
  expect(ids(batches)).toEqual([]);
  expect(batches.at(-1)).toMatchObject({ lagMs: 0, checkpoint: { at: expect.any(Number) } });
});

it('commits a large answer in parts', async () => {
  const { config, put, records } = bench.stream('large');
  const { ctx } = bench.context();
  for (let n = 0; n < 30; n += 1) {
    put(logsPayload(Array.from({ length: 300 }, (_, m) => trailRecord(n * 300 + m))));
  }
  const batches = await consumeUntil(kinesis.consume(ctx, run(config, { horizon: true })), upTo(9_000));
  expect(batches.length).toBeGreaterThan(3);
  expect(Math.max(...batches.map((batch) => ids([batch]).length))).toBeLessThanOrEqual(2_299);
  expect(batches[0]?.checkpoint).toEqual({ sequence: records()[6]?.sequence });
  expect(ids(batches)).toEqual(Array.from({ length: 9_000 }, (_, n) => idOf(n)));
});

it('tests a stream without reading it', async () => {
  const { config } = bench.stream('tested', 1, { keyId: 'arn:aws:kms:eu-west-1:586209417733:key/11111111-2222' });
  const { ctx } = bench.context();
  const checks = await checksOf(kinesis.test(ctx, config));
  expect([...checks].map(([key, { state }]) => [key, state])).toEqual([
    ['streamExists', 'ok'],
    ['permission:kinesis:DescribeStreamSummary', 'ok'],
    ['retention', 'warning'],
    ['encryption', 'ok'],
    ['permission:kinesis:ListShards', 'ok'],
    ['permission:kinesis:GetShardIterator', 'ok'],
    ['permission:kinesis:GetRecords', 'ok'],
    ['permission:kms:Decrypt', 'ok'],
  ]);
  const other = await checksOf(kinesis.test(ctx, { ...config, shardID: 'shardId-000000000005' }));
  expect(other.get('shardExists')).toMatchObject({ state: 'failed', fix: `Name one of ${FIRST}, or none for all.` });
  await bench.fault({ kind: 'deny', match: { action: 'DescribeStreamSummary' } });
  await bench.fault({ kind: 'deny', match: { action: 'ListShards' } });
  const denied = await checksOf(kinesis.test(ctx, config));
  expect([...denied].map(([key, { state }]) => [key, state])).toEqual([
    ['permission:kinesis:DescribeStreamSummary', 'failed'],
    ['permission:kinesis:ListShards', 'failed'],
    ['permission:kinesis:GetRecords', 'ok'],
  ]);
  const missing = await checksOf(
    kinesis.test(bench.context().ctx, { ...config, streamARN: `${config.streamARN}-not` }),
  );
  expect([...missing.keys()]).toEqual([...denied.keys()]);
  await bench.clearFaults();
  expect(await checksOf(kinesis.test(ctx, { ...config, streamARN: `${config.streamARN}-not` }))).toEqual(
    new Map([['streamExists', expect.objectContaining({ state: 'failed' })]]),
  );
});
