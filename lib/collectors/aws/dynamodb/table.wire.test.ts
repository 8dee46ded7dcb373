import {
  CreateTableCommand,
  DeleteTableCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector, REGION } from '@/lib/collectors/testing/collect';
import { fillDynamoDb } from '@/sandbox/dynamodb/fill';
import { tableCollector } from './table';

const KEY = `arn:aws:kms:${REGION}:204715938266:key/8f0c1d2e-3b4a-4c5d-9e6f-7a8b9c0d1e2f`;
let bench: CollectorBench;

beforeAll(async () => {
  bench = await collectorBench();
  const { dynamodb } = bench.maker();
  await dynamodb.send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'by', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by',
          KeySchema: [{ AttributeName: 'by', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY },
      Tags: Array.from({ length: 12 }, (_, index) => ({ Key: `k${index}`, Value: 'v' })),
    }),
  );
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName: 'orders',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
  await dynamodb.send(
    new UpdateTimeToLiveCommand({
      TableName: 'orders',
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    }),
  );
});
afterAll(() => bench.close());

test('tables are collected soundly', () => expectSoundCollector(bench, tableCollector));

test('a table tells its encryption, recovery, expiry and all its tags; sizes make no version', async () => {
  const [table] = await bench.list(tableCollector);
  expect(table).toMatchObject({
    name: 'orders',
    attributes: {
      billingMode: 'PAY_PER_REQUEST',
      sseDescription: { kmsMasterKeyArn: KEY },
      pointInTimeRecovery: { status: 'ENABLED', recoveryPeriodInDays: 35 },
      timeToLive: { status: 'ENABLED', attributeName: 'expires' },
      globalSecondaryIndexes: [{ indexName: 'by' }],
    },
    volatile: { tableStatus: 'ACTIVE', itemCount: 0 },
    relationships: [{ kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KEY }],
    unread: [],
  });
  expect(Object.keys(table?.tags ?? {})).toHaveLength(12);
  expect(JSON.stringify(table?.attributes)).not.toMatch(/itemCount|SizeBytes/);
});

test('denied recovery settings are one gap and stay unread', async () => {
  bench.aws.sandbox.faults.add({ kind: 'deny', match: { service: 'dynamodb', action: 'DescribeContinuousBackups' } });
  const ctx = bench.contextOf(tableCollector);
  for await (const page of tableCollector.list(ctx)) {
    expect(page.gaps).toMatchObject([{ aspect: 'pointInTimeRecovery', code: 'AccessDeniedException' }]);
    expect(page.items.map((raw) => tableCollector.normalize(raw, ctx).unread)).toEqual([
      ['attributes.pointInTimeRecovery'],
    ]);
  }
  bench.aws.sandbox.faults.clear();
});

test('several pages of names, an empty region, a deletion and another table of the same name', async () => {
  const account = bench.aws.world.accounts.get(bench.accountId);
  if (!account) throw new Error('The bench has no account.');
  fillDynamoDb(bench.aws.world, account, 'us-east-2', 230, bench.aws.world.random);
  expect(new Set((await bench.list(tableCollector, 'us-east-2')).map(({ id }) => id)).size).toBe(230);
  expect(await bench.list(tableCollector, 'eu-north-1')).toEqual([]);
  const { dynamodb } = bench.maker();
  const make = () =>
    dynamodb.send(
      new CreateTableCommand({
        TableName: 'twice',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  const idOf = async () => (await bench.list(tableCollector)).find(({ name }) => name === 'twice')?.id;
  await make();
  const first = await idOf();
  await dynamodb.send(new DeleteTableCommand({ TableName: 'twice' }));
  const { missing } = await tableCollector.getMany(bench.contextOf(tableCollector), [{ name: 'twice' }]);
  expect(missing).toEqual([{ ref: { name: 'twice' }, requestStartedAt: expect.any(Number) }]);
  await make();
  expect(await idOf()).not.toBe(first);
});
