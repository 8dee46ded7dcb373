import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  ListTagsForStreamCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RemoveTagsFromStreamCommand,
  type ShardIteratorType,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AccountName, aSandbox, refusalOf, type TestSandbox } from '../testing/sandbox';

/** It stands still between its steps, however slow the machine is: the limits are by the second. */
const began = Date.now();
let stepped = 0;
const clock = {
  now: () => began + stepped,
  forward: (milliseconds: number) => {
    stepped += milliseconds;
  },
};
let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await aSandbox({ clock });
});
afterAll(() => sandbox.close());

/** The SDK's own handler would speak HTTP/2. */
const client = (account: AccountName = 'staging') =>
  new KinesisClient({
    endpoint: sandbox.url,
    region: 'eu-west-1',
    credentials: sandbox.adminKey(account),
    maxAttempts: 1,
    systemClockOffset: clock.now() - Date.now(),
    requestHandler: new NodeHttpHandler(),
  });
const make = (StreamName: string, ShardCount: number) =>
  client().send(new CreateStreamCommand({ StreamName, ShardCount }));
const shards = async (StreamName: string) => (await client().send(new ListShardsCommand({ StreamName }))).Shards ?? [];
const put = (StreamName: string, PartitionKey: string, text = PartitionKey) =>
  client().send(new PutRecordCommand({ StreamName, PartitionKey, Data: Buffer.from(text) }));
async function iterator(StreamName: string, n: number, kind: ShardIteratorType, more: object = {}) {
  const ShardId = `shardId-${String(n).padStart(12, '0')}`;
  const asked = new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: kind, ...more });
  return (await client().send(asked)).ShardIterator;
}
async function get(ShardIterator: string | undefined, Limit?: number) {
  // Past the limit of five calls a second.
  clock.forward(1_000);
  const {
    $metadata: _,
    Records = [],
    ...answer
  } = await client().send(new GetRecordsCommand({ ShardIterator, Limit }));
  return { ...answer, texts: Records.map(({ Data }) => Buffer.from(Data ?? []).toString()), Records };
}

it('puts records where their keys belong and gives them back in order, from wherever asked', async () => {
  await make('ordered', 2);
  const before = clock.now();
  const placed = new Map<string, string[]>();
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) {
    const { ShardId = '', SequenceNumber = '' } = await put('ordered', key);
    placed.set(ShardId, [...(placed.get(ShardId) ?? []), key]);
    expect(SequenceNumber).toMatch(/^49\d{54}$/);
  }
  expect(placed.size).toBe(2);
  for (const n of [0, 1]) {
    const all = placed.get(`shardId-00000000000${n}`) ?? [];
    const first = await get(await iterator('ordered', n, 'TRIM_HORIZON'), 1);
    expect(first).toMatchObject({ texts: all.slice(0, 1), MillisBehindLatest: expect.any(Number) });
    expect(first.MillisBehindLatest).toBeGreaterThan(0);
    const rest = await get(first.NextShardIterator);
    expect([rest.texts, rest.MillisBehindLatest]).toEqual([all.slice(1), 0]);
    const numbers = [...first.Records, ...rest.Records].map(({ SequenceNumber = '' }) => SequenceNumber);
    expect(numbers).toEqual(numbers.toSorted());
    const StartingSequenceNumber = numbers[1];
    expect((await get(await iterator('ordered', n, 'AT_SEQUENCE_NUMBER', { StartingSequenceNumber }))).texts).toEqual(
      all.slice(1),
    );
    expect(
      (await get(await iterator('ordered', n, 'AFTER_SEQUENCE_NUMBER', { StartingSequenceNumber }))).texts,
    ).toEqual(all.slice(2));
    expect((await get(await iterator('ordered', n, 'LATEST'))).texts).toEqual([]);
    const Timestamp = new Date(before - 5_000);
    expect((await get(await iterator('ordered', n, 'AT_TIMESTAMP', { Timestamp }))).texts).toEqual(all);
    const wrong = iterator('ordered', n, 'AT_SEQUENCE_NUMBER', { StartingSequenceNumber: '1' });
    expect(await refusalOf(wrong)).toContain('InvalidArgumentException');
  }
});

it('keeps what a split and a merge closed readable to its end, which names the children', async () => {
  await make('resharded', 2);
  const [first] = await shards('resharded');
  const middle = BigInt(first?.HashKeyRange?.EndingHashKey ?? 0) / 2n;
  for (const key of ['a', 'b', 'c', 'd']) await put('resharded', key);
  const split = { StreamName: 'resharded', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: String(middle) };
  expect(await refusalOf(client().send(new SplitShardCommand({ ...split, NewStartingHashKey: '0' })))).toContain(
    'InvalidArgument',
  );
  await client().send(new SplitShardCommand(split));
  expect(await refusalOf(client().send(new SplitShardCommand(split)))).toContain('ResourceInUseException');
  const merge = (a: number, b: number) =>
    client().send(
      new MergeShardsCommand({
        StreamName: 'resharded',
        ShardToMerge: `shardId-00000000000${a}`,
        AdjacentShardToMerge: `shardId-00000000000${b}`,
      }),
    );
  expect(await refusalOf(merge(2, 1))).toContain('not an adjacent pair');
  await merge(3, 1);
  const lineage = (await shards('resharded')).map((each) => [
    each.ShardId?.at(-1),
    each.ParentShardId?.at(-1),
    each.AdjacentParentShardId?.at(-1),
    each.SequenceNumberRange?.EndingSequenceNumber !== undefined,
  ]);
  expect(lineage).toEqual([
    ['0', undefined, undefined, true],
    ['1', undefined, undefined, true],
    ['2', '0', undefined, false],
    ['3', '0', undefined, true],
    ['4', '3', '1', false],
  ]);
  const closed = await get(await iterator('resharded', 0, 'TRIM_HORIZON'));
  expect(closed.NextShardIterator).toBeUndefined();
  expect(closed.ChildShards?.map(({ ShardId }) => ShardId?.at(-1))).toEqual(['2', '3']);
  const other = await get(await iterator('resharded', 1, 'TRIM_HORIZON'));
  expect([...closed.texts, ...other.texts].toSorted()).toEqual(['a', 'b', 'c', 'd']);
  expect(other.ChildShards).toMatchObject([{ ParentShards: ['shardId-000000000003', 'shardId-000000000001'] }]);
  const { SequenceNumber = '' } = await put('resharded', 'e');
  expect(SequenceNumber > (closed.Records.at(-1)?.SequenceNumber ?? '')).toBe(true);
  const listed = async (Type: 'AT_LATEST' | 'AT_TRIM_HORIZON' | 'FROM_TRIM_HORIZON') =>
    (await client().send(new ListShardsCommand({ StreamName: 'resharded', ShardFilter: { Type } }))).Shards?.length;
  expect([await listed('AT_LATEST'), await listed('AT_TRIM_HORIZON'), await listed('FROM_TRIM_HORIZON')]).toEqual([
    2, 2, 5,
  ]);
});

it('scales to a count, pages shards and covers every hash key once', async () => {
  await make('scaled', 3);
  const scale = (TargetShardCount: number) =>
    client().send(
      new UpdateShardCountCommand({ StreamName: 'scaled', TargetShardCount, ScalingType: 'UNIFORM_SCALING' }),
    );
  expect(await scale(6)).toMatchObject({ CurrentShardCount: 3, TargetShardCount: 6 });
  await scale(4);
  expect(await refusalOf(scale(9))).toContain('InvalidArgumentException');
  const found: string[] = [];
  for (let NextToken: string | undefined, first = true; first || NextToken; first = false) {
    const asked = new ListShardsCommand(
      NextToken ? { NextToken, MaxResults: 4 } : { StreamName: 'scaled', MaxResults: 4 },
    );
    const page = await client().send(asked);
    found.push(...(page.Shards ?? []).map(({ ShardId = '' }) => ShardId));
    NextToken = page.NextToken;
  }
  expect(found).toEqual((await shards('scaled')).map(({ ShardId }) => ShardId));
  const open = (await shards('scaled')).filter((each) => !each.SequenceNumberRange?.EndingSequenceNumber);
  const ranges = open
    .map(
      ({ HashKeyRange }) =>
        [BigInt(HashKeyRange?.StartingHashKey ?? 0), BigInt(HashKeyRange?.EndingHashKey ?? 0)] as const,
    )
    .toSorted((a, b) => (a[0] < b[0] ? -1 : 1));
  expect(ranges[0]?.[0]).toBe(0n);
  expect(ranges.at(-1)?.[1]).toBe(2n ** 128n - 1n);
  for (const [n, [from]] of ranges.entries()) if (n > 0) expect(from).toBe((ranges[n - 1]?.[1] ?? 0n) + 1n);
});

it('refuses reads beyond the limits, expired iterators, and those without permission', async () => {
  await make('limited', 1);
  const at = await iterator('limited', 0, 'TRIM_HORIZON');
  const read = () => client().send(new GetRecordsCommand({ ShardIterator: at }));
  await Promise.all([1, 2, 3, 4, 5].map(read));
  expect(await refusalOf(read())).toContain('ProvisionedThroughputExceededException');
  clock.forward(1_000);
  const Data = Buffer.alloc(1_000_000, 'x');
  const Records = [1, 2, 3, 4].map((n) => ({ Data, PartitionKey: String(n) }));
  expect(await client().send(new PutRecordsCommand({ StreamName: 'limited', Records }))).toMatchObject({
    FailedRecordCount: 0,
  });
  await client().send(new PutRecordsCommand({ StreamName: 'limited', Records }));
  expect((await read()).Records).toHaveLength(8);
  expect(await refusalOf(read())).toContain('ProvisionedThroughputExceededException');
  clock.forward(301_000);
  expect(await refusalOf(read())).toContain('ExpiredIteratorException');
  expect(await refusalOf(get('nonsense'))).toContain('InvalidArgumentException');
  const StreamARN = 'arn:aws:kinesis:eu-west-1:586209417733:stream/limited';
  const foreign = client('data-lake').send(new DescribeStreamSummaryCommand({ StreamARN }));
  expect(await refusalOf(foreign)).toMatch(/AccessDeniedException.*kinesis:DescribeStreamSummary/);
  expect(await refusalOf(shards('not-there'))).toContain('Stream not-there under account 586209417733 not found.');
  // A day later the records are gone, the shard is not.
  clock.forward(25 * 3_600_000);
  expect((await get(await iterator('limited', 0, 'TRIM_HORIZON'))).texts).toEqual([]);
});

it('lists, describes, tags and deletes streams, and records it', async () => {
  await make('described', 2);
  const stream = { StreamName: 'described' };
  await client().send(new AddTagsToStreamCommand({ ...stream, Tags: { Team: 'data', Env: 'test' } }));
  await client().send(new RemoveTagsFromStreamCommand({ ...stream, TagKeys: ['Env'] }));
  expect((await client().send(new ListTagsForStreamCommand(stream))).Tags).toEqual([{ Key: 'Team', Value: 'data' }]);
  const { StreamDescription } = await client().send(new DescribeStreamCommand({ ...stream, Limit: 1 }));
  expect(StreamDescription).toMatchObject({ StreamStatus: 'ACTIVE', HasMoreShards: true, RetentionPeriodHours: 24 });
  expect(StreamDescription?.Shards).toHaveLength(1);
  expect((await client().send(new DescribeStreamSummaryCommand(stream))).StreamDescriptionSummary).toMatchObject({
    StreamARN: 'arn:aws:kinesis:eu-west-1:586209417733:stream/described',
    OpenShardCount: 2,
    EncryptionType: 'NONE',
  });
  expect((await client().send(new ListStreamsCommand({ Limit: 1 }))).HasMoreStreams).toBe(true);
  await client().send(new DeleteStreamCommand(stream));
  expect((await client().send(new ListStreamsCommand({}))).StreamNames).not.toContain('described');
  expect(await refusalOf(put('described', 'x'))).toContain('ResourceNotFoundException');
  const recorded = sandbox.world.changes.since(0).filter(({ eventSource }) => eventSource === 'kinesis.amazonaws.com');
  expect(recorded.slice(-4)).toMatchObject([
    { eventName: 'CreateStream', requestParameters: { streamName: 'described', shardCount: 2 } },
    { eventName: 'AddTagsToStream', requestParameters: { tags: { Team: 'data', Env: 'test' } } },
    { eventName: 'RemoveTagsFromStream' },
    { eventName: 'DeleteStream' },
  ]);
});
