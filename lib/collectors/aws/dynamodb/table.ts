import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { tokenPages } from '@/lib/aws/pages';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import { all, readEach } from '@/lib/collectors/reads/each';
import { enrichEach } from '@/lib/collectors/reads/enrich-each';
import { timedPages } from '@/lib/collectors/reads/timed-pages';
import type { CollectContext, Collector, Gap, ListPage, ResourceRef } from '@/lib/collectors/types';
import { tagRecord } from '@/lib/collectors/values';
import { AppError } from '@/lib/errors/app-error';
import { tableEvents } from './events';
import { normalizeTable, type TableSettings } from './table-normalize';

const TAGS_ACTION = 'dynamodb:ListTagsOfResource';
const BACKUPS_ACTION = 'dynamodb:DescribeContinuousBackups';
const TTL_ACTION = 'dynamodb:DescribeTimeToLive';
const AT_ONCE = 4;

/** Undefined settings: could not be read. */
export type RawTable = { table: TableDescription } & TableSettings;

async function* list(ctx: CollectContext): AsyncGenerator<ListPage<RawTable>> {
  const { dynamodb } = ctx.clients;
  const fetch = (ExclusiveStartTableName: string | undefined) =>
    dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName, Limit: 100 }), { abortSignal: ctx.signal });
  for await (const { page, requestStartedAt } of timedPages(ctx, fetch, (one) => one.LastEvaluatedTableName)) {
    const tables: TableDescription[] = [];
    // A name is no more than a name: a table that cannot be described is one the scope could not list.
    for await (const table of concurrently(page.TableNames ?? [], AT_ONCE, (name) => describe(ctx, name))) {
      if (table) tables.push(table);
    }
    yield { ...(await complete(ctx, tables)), requestStartedAt };
  }
}

/** Null: deleted since it was listed. */
async function describe(ctx: CollectContext, TableName: string): Promise<TableDescription | null> {
  const command = new DescribeTableCommand({ TableName });
  const answer = await orAbsent(ctx.clients.dynamodb.send(command, { abortSignal: ctx.signal }));
  return answer?.Table ?? null;
}

async function complete(
  ctx: CollectContext,
  tables: readonly TableDescription[],
): Promise<{ items: RawTable[]; gaps: Gap[] }> {
  const { dynamodb } = ctx.clients;
  const options = { abortSignal: ctx.signal };
  const tags = await enrichEach(ctx, tables, 'tags', TAGS_ACTION, async ({ TableArn: ResourceArn }) => {
    const pages = tokenPages(
      (NextToken) => dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn, NextToken }), options),
      ({ NextToken }) => NextToken,
    );
    return tagRecord(await all(pages, ({ Tags }) => Tags));
  });
  const backups = await enrichEach(ctx, tables, 'pointInTimeRecovery', BACKUPS_ACTION, async ({ TableName }) => {
    const answer = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }), options);
    return answer.ContinuousBackupsDescription ?? null;
  });
  const ttl = await enrichEach(ctx, tables, 'timeToLive', TTL_ACTION, async ({ TableName }) => {
    const answer = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }), options);
    return answer.TimeToLiveDescription ?? null;
  });
  const items = tables.map((table) => ({
    table,
    tags: tags.values.get(table),
    backups: backups.values.get(table),
    timeToLive: ttl.values.get(table),
  }));
  return { items, gaps: [...tags.gaps, ...backups.gaps, ...ttl.gaps] };
}

const getMany: Collector<RawTable>['getMany'] = (ctx, refs) =>
  readEach(ctx, refs, async (ref) => {
    const table = await describe(ctx, tableName(ref));
    if (!table) return null;
    return (await complete(ctx, [table])).items[0] ?? null;
  });

/** Events name a table by its name or by its ARN, that of an index or a stream included. */
function tableName(ref: ResourceRef): string {
  const arn = ref.arn ?? (ref.name?.startsWith('arn:') ? ref.name : undefined);
  const name = arn?.split('/')[1] ?? ref.name;
  if (!name) throw new AppError('invalid_request', 'A table can only be read by its name or ARN.');
  return name;
}

export const tableCollector: Collector<RawTable> = {
  service: 'dynamodb',
  type: 'AWS::DynamoDB::Table',
  title: 'DynamoDB table',
  scope: 'regional',
  actions: ['dynamodb:ListTables', 'dynamodb:DescribeTable'],
  enrichingActions: [TAGS_ACTION, BACKUPS_ACTION, TTL_ACTION],
  readActions: [],
  list,
  getMany,
  normalize: normalizeTable,
  events: tableEvents,
};
