import {
  CreateTable$,
  type CreateTableInput,
  type CreateTableOutput,
  DeleteTable$,
  type DeleteTableInput,
  type DeleteTableOutput,
  DescribeTable$,
  type DescribeTableInput,
  type DescribeTableOutput,
  ListTables$,
  type ListTablesInput,
  type ListTablesOutput,
  type SSESpecification,
  UpdateTable$,
  type UpdateTableInput,
  type UpdateTableOutput,
} from '@aws-sdk/client-dynamodb';
import { uuid } from '../store/ids';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { askTable, changeTable, makeTable, shownTable, type TableRow, table, tables } from './rows';

const validation = (message: string) => new AwsError('ValidationException', message, 400);

/** The customer's key as an ARN; without one DynamoDB's own KMS key. */
function kmsKeyArn(call: Call, given: SSESpecification | undefined): { kmsKeyArn?: string } {
  if (!given?.Enabled) return {};
  const arn = (key: string) => `arn:aws:kms:${call.region}:${call.account.id}:${key}`;
  const key = given.KMSMasterKeyId ?? arn(`key/${uuid(call.world.random)}`);
  if (key.startsWith('arn:')) return { kmsKeyArn: key };
  return { kmsKeyArn: arn(key.startsWith('alias/') ? key : `key/${key}`) };
}

const streamLabel = (call: Call) => new Date(call.now).toISOString().replace('Z', '');

function create(call: Call, input: CreateTableInput): CreateTableOutput {
  const name = input.TableName ?? '';
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(name)) {
    throw validation(
      `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    );
  }
  const all = tables(call.account, call.region);
  if (all.get(name)) throw new AwsError('ResourceInUseException', `Table already exists: ${name}`, 400);
  const keys = input.KeySchema ?? [];
  const undefinedKey = keys.find(
    ({ AttributeName }) => !input.AttributeDefinitions?.some((one) => one.AttributeName === AttributeName),
  );
  if (keys.length === 0 || undefinedKey) {
    throw validation(
      'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions.',
    );
  }
  if (input.BillingMode !== 'PAY_PER_REQUEST' && !input.ProvisionedThroughput) {
    throw validation('No provisioned throughput specified for the table');
  }
  const { AttributeDefinitions, KeySchema, LocalSecondaryIndexes, GlobalSecondaryIndexes, BillingMode } = input;
  const { ProvisionedThroughput, StreamSpecification, TableClass, DeletionProtectionEnabled } = input;
  const row = makeTable(call.world.random, call.account, call.region, {
    name,
    createdAt: call.now,
    definition: {
      AttributeDefinitions,
      KeySchema,
      LocalSecondaryIndexes,
      GlobalSecondaryIndexes,
      BillingMode,
      ProvisionedThroughput,
      StreamSpecification,
      TableClass,
      DeletionProtectionEnabled,
    },
    ...kmsKeyArn(call, input.SSESpecification),
    ...(StreamSpecification?.StreamEnabled && { streamLabel: streamLabel(call) }),
    tags: Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  });
  all.put(name, row, call.now);
  return { TableDescription: { ...shownTable(row), TableStatus: 'CREATING' } };
}

/** 100 names at most, after ExclusiveStartTableName. */
function list(call: Call, input: ListTablesInput): ListTablesOutput {
  const names = tables(call.account, call.region)
    .list()
    .map(({ name }) => name);
  const after = input.ExclusiveStartTableName;
  const rest = after === undefined ? names : names.filter((name) => name > after);
  const page = rest.slice(0, Math.min(input.Limit ?? 100, 100));
  return { TableNames: page, ...(page.length < rest.length && { LastEvaluatedTableName: page.at(-1) }) };
}

function update(call: Call, input: UpdateTableInput): UpdateTableOutput {
  const row = table(call, input.TableName);
  const stream = input.StreamSpecification;
  const definition: TableRow['definition'] = {
    ...row.definition,
    ...(input.BillingMode && { BillingMode: input.BillingMode }),
    ...(input.ProvisionedThroughput && { ProvisionedThroughput: input.ProvisionedThroughput }),
    ...(stream && { StreamSpecification: stream }),
    ...(input.TableClass && { TableClass: input.TableClass }),
    ...(input.DeletionProtectionEnabled !== undefined && {
      DeletionProtectionEnabled: input.DeletionProtectionEnabled,
    }),
  };
  const sse = input.SSESpecification;
  const next = changeTable(call, row.name, {
    definition,
    ...(stream?.StreamEnabled && { streamLabel: streamLabel(call) }),
    ...(sse && { kmsKeyArn: undefined, ...kmsKeyArn(call, sse) }),
  });
  return { TableDescription: { ...shownTable(next), TableStatus: 'UPDATING' } };
}

function remove(call: Call, input: DeleteTableInput): DeleteTableOutput {
  const row = table(call, input.TableName);
  if (row.definition.DeletionProtectionEnabled) {
    throw validation(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
    );
  }
  tables(call.account, call.region).delete(row.name, call.now);
  return { TableDescription: { ...shownTable(row), TableStatus: 'DELETING' } };
}

export const tableOperations = {
  CreateTable: modelWrite<CreateTableInput, CreateTableOutput>(CreateTable$, { ask: askTable, handle: create }),
  ListTables: modelRead<ListTablesInput, ListTablesOutput>(ListTables$, { ask: () => '*', handle: list }),
  DescribeTable: modelRead<DescribeTableInput, DescribeTableOutput>(DescribeTable$, {
    ask: askTable,
    handle: (call, input) => ({ Table: shownTable(table(call, input.TableName)) }),
  }),
  UpdateTable: modelWrite<UpdateTableInput, UpdateTableOutput>(UpdateTable$, { ask: askTable, handle: update }),
  DeleteTable: modelWrite<DeleteTableInput, DeleteTableOutput>(DeleteTable$, { ask: askTable, handle: remove }),
};
