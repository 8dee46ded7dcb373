import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inWorkspace } from '@/lib/db/transaction';
import { presentFilterSchema } from '@/lib/schemas/inventory';
import { resourceFacets } from './facets';
import { filtersOf } from './filters';
import { listResources } from './list';
import { type InventoryFixture, openInventoryFixture } from './testing/fixture';

/** Enough that reading the whole table for a page is never cheapest. docs/decisions/0070 has the figures of 400,000. */
const ROWS = 20_000;

let f: InventoryFixture;
let workspaceId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  for (const id of [workspaceId, await f.workspace()]) await generate(id, ROWS / 2);
  await f.asOwner('ANALYZE tenant.resource, tenant.inventory_rollup');
  await f.asOwner('VACUUM tenant.resource');
}, 600_000);
afterAll(() => f.close());

/** Resources of 20 types in 40 accounts and 4 regions, with tags; one name in a thousand has "payroll" in it. */
const generate = (id: string, rows: number) =>
  f.asOwner(
    `INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes,
       content_hash, row_hash, first_seen_at, observed_at, changed_at, deleted_at)
     SELECT $1::uuid, gen_random_uuid(), lpad((n % 40)::text, 12, '1'), (ARRAY['global', 'eu-central-1', 'us-east-1', 'ap-south-1'])[1 + n % 4],
       's' || n % 5, 'AWS::S' || n % 5 || '::T' || n % 20, 'ID' || n, 'arn:aws:s' || n % 5 || '::' || lpad((n % 40)::text, 12, '1') || ':thing/' || md5(n::text),
       CASE WHEN n % 1000 = 0 THEN 'payroll-' ELSE 'thing-' END || md5(n::text),
       jsonb_build_object('team', 'team-' || n % 300, 'stage', (ARRAY['prod', 'staging', 'dev'])[1 + n % 3]),
       jsonb_build_object('path', '/', 'note', repeat(md5(n::text), 12)), '\\x00', '\\x00', now(), now(), now() - n * interval '1 second',
       CASE WHEN n % 20 = 0 AND n % 1000 <> 0 THEN now() END
     FROM generate_series(1, $2::int) n`,
    [id, rows],
  );

type Query = Parameters<typeof listResources>[1];

/** The plan of exactly what `tenant.inventory_page` runs, and whether with sequential scans priced as they are. */
async function plan(query: Query, after: string[] | null = null): Promise<string> {
  const { sort = 'name', order = 'asc', ...filter } = query;
  const filters = await f.read(workspaceId, (tx) => filtersOf(tx, workspaceId, presentFilterSchema.parse(filter)));
  return explain(`tenant.inventory_search_sql($1::uuid, $2::jsonb, $3, $4, $5::jsonb, 51)`, [
    workspaceId,
    filters,
    sort,
    order,
    after === null ? null : JSON.stringify(after),
  ]);
}

/** In the functions sequential scans are off; here they are on, so that a plan without one was chosen for its price. */
async function explain(call: string, values: unknown[]): Promise<string> {
  const [made] = await f.asOwner<{ sql: string }>(`SELECT ${call} AS sql`, values);
  const sql = (made?.sql ?? '').replace(/(FROM|JOIN) (resource|inventory_scope|inventory_rollup)\b/g, '$1 tenant.$2');
  const rows = await f.asOwner<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${sql}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const CASES: [string, Query, string[] | null][] = [
  ['by name', {}, null],
  ['by name, deep', { order: 'desc' }, ['thing-8', uuidv7()]],
  ['by type', { sort: 'type' }, ['AWS::S3::T3', 'thing-8', uuidv7()]],
  ['by change', { sort: 'changed', order: 'desc' }, [new Date().toISOString(), uuidv7()]],
  ['of one type', { type: ['AWS::S3::T3'] }, null],
  ['of two types and an account', { type: ['AWS::S3::T3', 'AWS::S1::T1'], account: ['111111111123'] }, null],
  ['a rare text', { q: 'payroll' }, null],
  ['a frequent text', { q: 'thing' }, null],
  ['a short text', { q: 'pa' }, null],
  ['a text that nothing has', { q: 'no such thing' }, null],
  ['a tag', { tag: ['team=team-7'] }, null],
  ['a tag key', { tag: ['nothing'] }, null],
  ['deleted', { state: 'deleted' }, null],
  ['any state', { state: 'any' }, null],
  ['by creation', { sort: 'created', order: 'desc' }, [new Date().toISOString(), uuidv7()]],
  ['a tag and not another', { q: 'tag.team=team-7 -tag.stage=prod' }, null],
  ['how a tag begins', { q: 'tag.team=team-29*' }, null],
  ['how a name begins', { q: 'name:payroll*' }, null],
  ['how an id begins', { q: 'id:ID77*' }, null],
  ['an address', { q: 'address:10.0.0.1' }, null],
  ['all but one type', { q: '-type:AWS::S3::T3' }, null],
  ['created long ago, changed lately', { q: 'age>1h changed<1d' }, null],
  ['not seen', { q: 'seen>1y' }, null],
];

describe('the inventory is read by indexes', () => {
  test.each(CASES)('%s: no sequential scan', async (_name, query, after) => {
    const text = await plan(query, after);
    expect(text).not.toMatch(/Seq Scan on resource/);
    expect(text).toMatch(/Index/);
  });

  test.each([
    ['frequent text', { q: 'thing' }],
    ['rare text', { q: 'payroll' }],
    ['a tag', { q: 'tag.team=team-7' }],
    ['a type and a word', { q: 'payroll', type: ['AWS::S3::T3'] }],
  ])('counts and facets of %s: no sequential scan', async (_name, filter) => {
    const filters = await f.read(workspaceId, (tx) => filtersOf(tx, workspaceId, presentFilterSchema.parse(filter)));
    for (const call of [
      'tenant.inventory_facets_sql($1::uuid, $2::jsonb)',
      'tenant.inventory_count_sql($1::uuid, $2::jsonb, 10001)',
      "tenant.inventory_tag_facets_sql($1::uuid, $2::jsonb, 'team', NULL, 100)",
    ]) {
      expect(await explain(call, [workspaceId, filters])).not.toMatch(/Seq Scan on resource/);
    }
  });

  test("and through the API's path each answers in bounded time", async () => {
    const lines: string[] = [];
    for (const [name, query] of CASES) {
      const times: number[] = [];
      for (let n = 0; n < 9; n += 1) {
        const began = performance.now();
        await listResources(f.as(workspaceId), query);
        times.push(performance.now() - began);
      }
      lines.push(`${name.padEnd(28)} list ${median(times).toFixed(1)} ms`);
    }
    for (const query of [{}, { type: ['AWS::S3::T3'] }, { q: 'payroll' }, { q: 'thing' }] as const) {
      const began = performance.now();
      await resourceFacets(f.as(workspaceId), query as Parameters<typeof resourceFacets>[1]);
      lines.push(`facets ${JSON.stringify(query)} ${(performance.now() - began).toFixed(1)} ms`);
    }
    const began = performance.now();
    await inWorkspace(f.db, workspaceId, (tx) => tx.$queryRaw`SELECT 1 AS one`, { readOnly: true });
    lines.push(`a transaction that answers SELECT 1: ${(performance.now() - began).toFixed(1)} ms`);
    console.log(`${ROWS} resources in two workspaces\n${lines.join('\n')}`);
    expect(lines).toHaveLength(CASES.length + 5);
  }, 300_000);
});

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
