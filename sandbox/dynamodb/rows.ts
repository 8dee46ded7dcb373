import type { CreateTableInput, TableDescription } from '@aws-sdk/client-dynamodb';
import type { Account } from '../store/account';
import { uuid } from '../store/ids';
import type { Random } from '../store/random';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';

export type TableRow = {
  name: string;
  arn: string;
  id: string;
  createdAt: number;
  /** What CreateTable and UpdateTable said, in the API's own form. */
  definition: Pick<
    CreateTableInput,
    | 'AttributeDefinitions'
    | 'KeySchema'
    | 'LocalSecondaryIndexes'
    | 'GlobalSecondaryIndexes'
    | 'BillingMode'
    | 'ProvisionedThroughput'
    | 'StreamSpecification'
    | 'TableClass'
    | 'DeletionProtectionEnabled'
  >;
  /** Absent: the key that DynamoDB owns. */
  kmsKeyArn?: string;
  streamLabel?: string;
  pointInTimeRecovery: boolean;
  ttlAttribute?: string;
  itemCount: number;
  sizeBytes: number;
  tags: Record<string, string>;
};

export const tables = (account: Account, region: string) => account.table<TableRow>('dynamodb.table', region);

export const tableArn = (call: Pick<Call, 'account' | 'region'>, nameOrArn: string | undefined) =>
  nameOrArn?.startsWith('arn:') ? nameOrArn : `arn:aws:dynamodb:${call.region}:${call.account.id}:table/${nameOrArn}`;

export const askTable = (call: Call, input: { TableName?: string | undefined; ResourceArn?: string | undefined }) =>
  tableArn(call, input.TableName ?? input.ResourceArn);

const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message, 400);

/** By name or ARN. */
export function table(call: Call, nameOrArn: string | undefined): TableRow {
  const name = nameOrArn?.split('/')[1] ?? nameOrArn ?? '';
  const found = tables(call.account, call.region).get(name);
  if (found === undefined) throw resourceNotFound(`Requested resource not found: Table: ${name} not found`);
  return found;
}

export function changeTable(call: Call, nameOrArn: string | undefined, changes: Partial<TableRow>): TableRow {
  const row = table(call, nameOrArn);
  const next = { ...row, ...changes };
  tables(call.account, call.region).put(row.name, next, call.now);
  return next;
}

export function makeTable(
  random: Random,
  account: Account,
  region: string,
  given: Pick<TableRow, 'name' | 'createdAt'> & Partial<TableRow>,
): TableRow {
  return {
    arn: `arn:aws:dynamodb:${region}:${account.id}:table/${given.name}`,
    id: uuid(random),
    definition: {
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
    pointInTimeRecovery: false,
    itemCount: 0,
    sizeBytes: 0,
    tags: {},
    ...given,
  };
}

export function shownTable(row: TableRow): TableDescription {
  const { BillingMode, ProvisionedThroughput, GlobalSecondaryIndexes, LocalSecondaryIndexes, ...rest } = row.definition;
  const { StreamSpecification, TableClass, ...definition } = rest;
  const createdAt = new Date(row.createdAt);
  const throughput = (given = ProvisionedThroughput) => ({
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: given?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: given?.WriteCapacityUnits ?? 0,
  });
  const size = { IndexSizeBytes: row.sizeBytes, ItemCount: row.itemCount };
  return {
    ...definition,
    TableName: row.name,
    TableArn: row.arn,
    TableId: row.id,
    TableStatus: 'ACTIVE',
    CreationDateTime: createdAt,
    ProvisionedThroughput: throughput(),
    TableSizeBytes: row.sizeBytes,
    ItemCount: row.itemCount,
    ...(BillingMode === 'PAY_PER_REQUEST' && {
      BillingModeSummary: { BillingMode, LastUpdateToPayPerRequestDateTime: createdAt },
    }),
    ...(LocalSecondaryIndexes?.length && {
      LocalSecondaryIndexes: LocalSecondaryIndexes.map((index) => ({
        ...index,
        ...size,
        IndexArn: `${row.arn}/index/${index.IndexName}`,
      })),
    }),
    ...(GlobalSecondaryIndexes?.length && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => ({
        IndexName: index.IndexName,
        KeySchema: index.KeySchema,
        Projection: index.Projection,
        IndexStatus: 'ACTIVE' as const,
        ProvisionedThroughput: throughput(index.ProvisionedThroughput),
        ...size,
        IndexArn: `${row.arn}/index/${index.IndexName}`,
      })),
    }),
    ...(StreamSpecification?.StreamEnabled && {
      StreamSpecification,
      LatestStreamLabel: row.streamLabel,
      LatestStreamArn: `${row.arn}/stream/${row.streamLabel}`,
    }),
    ...(row.kmsKeyArn && { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: row.kmsKeyArn } }),
    ...(TableClass && TableClass !== 'STANDARD' && { TableClassSummary: { TableClass } }),
    DeletionProtectionEnabled: definition.DeletionProtectionEnabled ?? false,
  };
}
