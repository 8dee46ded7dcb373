import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { filtersAsOf } from './filters-as-of';
import { PAST_IDENTITIES } from './testing/derived';

/** Enough that reading a whole table for a page is never cheapest; bench/time-travel.ts has the figures of a million. */
const ROWS = 20_000;
const DAY = 24 * 3_600_000;
const NOW = Date.now();
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();

let f: InventoryFixture;
let workspaceId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  for (const id of [workspaceId, await f.workspace()]) await generate(id, ROWS / 2);
  await f.asOwner(PAST_IDENTITIES);
  // As the functions run it themselves (SET enable_seqscan): what is left has no index at all.
  await f.asOwner(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database()); END $$`,
  );
  await f.asOwner(
    'ANALYZE tenant.resource, tenant.resource_version, tenant.version_span, tenant.past_identity, tenant.change_second, tenant.change_rollup, tenant.change_half_day, tenant.inventory_rollup',
  );
}, 600_000);
afterAll(() => f.close());

/** Resources of three versions each over 100 days; one in twenty is deleted, one in ten was tagged anew. */
async function generate(id: string, rows: number): Promise<void> {
  await f.asOwner(
    `INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes,
       content_hash, row_hash, version, first_seen_at, observed_at, changed_at, deleted_at, identity_changed_at)
     SELECT $1::uuid, gen_random_uuid(), lpad((n % 40)::text, 12, '1'), (ARRAY['global', 'eu-central-1', 'us-east-1', 'ap-south-1'])[1 + n % 4],
       's' || n % 5, 'AWS::S' || n % 5 || '::T' || n % 20, 'ID' || n, NULL, CASE WHEN n % 1000 = 0 THEN 'payroll-' ELSE 'thing-' END || md5(n::text),
       jsonb_build_object('team', 'team-' || n % 300), '{}', '\\x00', '\\x00', 3, now() - interval '100 days', now(),
       now() - (n % 40) * interval '1 day', CASE WHEN n % 20 = 0 THEN now() - (n % 40) * interval '1 day' END,
       CASE WHEN n % 10 = 0 THEN now() - (n % 40) * interval '1 day' END
     FROM generate_series(1, $2::int) n`,
    [id, rows],
  );
  await f.asOwner(
    `INSERT INTO tenant.resource_version (workspace_id, resource_uid, version, kind, document, seen_at)
     SELECT r.workspace_id, r.uid, v, CASE WHEN v = 1 THEN 'created' WHEN v = 3 AND r.deleted_at IS NOT NULL THEN 'deleted' ELSE 'changed' END,
       jsonb_build_object('name', r.name, 'arn', r.arn, 'attributes', r.attributes || jsonb_build_object('v', v),
         'tags', CASE WHEN v < 3 AND r.identity_changed_at IS NOT NULL THEN r.tags || '{"stage": "old"}' ELSE r.tags END),
       CASE v WHEN 1 THEN r.first_seen_at WHEN 2 THEN now() - interval '60 days' ELSE r.changed_at END
     FROM tenant.resource r, generate_series(1, 3) v WHERE r.workspace_id = $1::uuid`,
    [id],
  );
}

/** The plan of exactly what a function of the schema runs. */
async function plan(made: string, values: unknown[]): Promise<string> {
  const [row] = await f.asOwner<{ sql: string }>(`SELECT ${made} AS sql`, values);
  const rows = await f.asOwner<{ 'QUERY PLAN': string }>(
    `EXPLAIN (COSTS OFF) ${(row?.sql ?? '').replace(/\b(FROM|JOIN) (resource|resource_version|version_span|past_identity|inventory_scope|version_cause|change_second|change_rollup|change_half_day|inventory_rollup)\b/g, '$1 tenant.$2').replaceAll('resource_search_text(', 'tenant.resource_search_text(')}`,
  );
  return rows.map((one) => one['QUERY PLAN']).join('\n');
}

const asOf = (at: string, query: object = {}, sort = 'name', order = 'asc', after: string[] | null = null) =>
  plan('tenant.inventory_as_of_sql($1::uuid, $2::jsonb, $3::timestamptz, $4, $5, $6::jsonb, 51)', [
    workspaceId,
    filtersAsOf({ state: 'live', ...query, at } as Parameters<typeof filtersAsOf>[0]),
    at,
    sort,
    order,
    after === null ? null : JSON.stringify(after),
  ]);
const changes = (filters: object, after: unknown[] | null = null) =>
  plan('tenant.change_search_sql($1::uuid, $2::jsonb, $3::timestamptz, $4::timestamptz, $5::jsonb, 51)', [
    workspaceId,
    JSON.stringify(filters),
    ago(90),
    ago(0),
    after === null ? null : JSON.stringify(after),
  ]);

const summary = (filters: object, since: string, until: string) =>
  plan("tenant.change_counts_sql($1::uuid, $2::jsonb, $3::timestamptz, $4::timestamptz, interval '1 day')", [
    workspaceId,
    JSON.stringify(filters),
    since,
    until,
  ]);
/** Amid the hour in which all 10,000 got their second version. */
const AMID = new Date(NOW - 60 * DAY - 1000).toISOString();

test('names of the past are there to be found', async () => {
  const [row] = await f.asOwner<{ names: number; spans: number }>(
    `SELECT (SELECT count(*)::int FROM tenant.past_identity WHERE tags ? 'stage') AS names,
      (SELECT count(*)::int FROM tenant.version_span) AS spans`,
  );
  expect(row?.names).toBe(ROWS / 10);
  expect(row?.spans).toBeGreaterThan(ROWS);
});

describe('the past is read by indexes', () => {
  test.each<[string, () => Promise<string>]>([
    ['as of yesterday', () => asOf(ago(1))],
    ['as of 50 days ago, when most have changed since', () => asOf(ago(50))],
    ['deep, backwards', () => asOf(ago(10), {}, 'name', 'desc', ['thing-8', uuidv7()])],
    ['by type', () => asOf(ago(10), {}, 'type', 'asc', ['AWS::S3::T3', 'thing-8', uuidv7()])],
    ['by change', () => asOf(ago(10), {}, 'changed', 'desc', [ago(12), uuidv7()])],
    ['by creation', () => asOf(ago(10), {}, 'created', 'desc', [ago(99), uuidv7()])],
    ['of one type', () => asOf(ago(10), { type: ['AWS::S3::T3'] })],
    ['a rare text', () => asOf(ago(10), { q: 'payroll' })],
    ['a tag', () => asOf(ago(10), { tag: ['team=team-7'] })],
    ['what is asked of attributes', () => asOf(ago(10), { q: 'changed<5d' })],
    ['deleted then', () => asOf(ago(10), { state: 'deleted' })],
    ['changes', () => changes({})],
    ['changes, deep', () => changes({}, [ago(20), uuidv7(), 2])],
    ['changes of one type and kind', () => changes({ type: ['AWS::S3::T3'], kind: ['deleted'] })],
    ['changes of a rare text', () => changes({ q: 'payroll' })],
    ['what was tagged otherwise then', () => asOf(ago(50), { tag: ['stage=old'] })],
    ['a summary', () => summary({}, ago(90), ago(0))],
    ['a summary from amid a mass change', () => summary({ type: ['AWS::S3::T3'] }, AMID, ago(0))],
    ['cells of a moment amid it', () => plan('tenant.inventory_cells_as_of_sql($1::uuid, $2)', [workspaceId, AMID])],
  ])('%s: no sequential scan', async (_name, read) => {
    const text = await read();
    expect(text).not.toMatch(
      /Seq Scan on (resource|resource_version|version_span|past_identity|change_second|change_rollup|change_half_day)\b/,
    );
    expect(text).toMatch(/Index/);
  });
});
