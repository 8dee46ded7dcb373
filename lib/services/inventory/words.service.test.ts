import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { presentFilterSchema } from '@/lib/schemas/inventory';
import { listResourcesAsOf } from '../history/list-as-of';
import { filtersOf } from './filters';
import { listResources } from './list';
import { type InventoryFixture, openInventoryFixture } from './testing/fixture';

/** More than are gathered and sorted (20,000), behind more than a stretch of the list (8,000) that does not match. */
const LATE = 21_000;
const BEFORE = 9_000;

let f: InventoryFixture;
let workspaceId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  await f.asOwner(
    `INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes,
       content_hash, row_hash, first_seen_at, observed_at, changed_at)
     SELECT $1::uuid, gen_random_uuid(), '111111111111', 'global', 's', 'AWS::S::T' || n % 3, 'ID' || n, 'arn:aws:s:::' || n,
       CASE WHEN n <= $2 THEN 'a-' ELSE 'z-' END || lpad(((n::bigint * 7919) % 1000003)::text, 7, '0'),
       jsonb_build_object('stage', CASE WHEN n <= $2 THEN 'test' ELSE 'prod' END, 'few', (n % 3000)::text),
       '{}', '\\x00', '\\x00', now(), now(), now() - n * interval '1 second'
     FROM generate_series(1, $3::int) n`,
    [workspaceId, BEFORE, BEFORE + LATE],
  );
  // Another workspace's, of the same words, in every order before and after ours.
  await f.asOwner(
    `INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes,
       content_hash, row_hash, first_seen_at, observed_at, changed_at)
     SELECT $2::uuid, gen_random_uuid(), account_id, region, service, type, id, arn, name, tags, attributes, content_hash, row_hash,
       first_seen_at, observed_at, changed_at
     FROM tenant.resource WHERE workspace_id = $1::uuid AND right(id, 1) = '7'`,
    [workspaceId, await f.workspace()],
  );
  await f.asOwner('VACUUM ANALYZE tenant.resource');
}, 300_000);
afterAll(() => f.close());

const namesOf = async (where: string, order: string) =>
  (
    await f.asOwner<{ name: string }>(
      `SELECT name FROM tenant.resource WHERE workspace_id = $1::uuid AND ${where} ORDER BY ${order} LIMIT 90`,
      [workspaceId],
    )
  ).map(({ name }) => name);

type Query = Parameters<typeof listResources>[1];
type Page = Pick<Awaited<ReturnType<typeof listResources>>, 'resources' | 'total' | 'nextPageToken'>;

async function threePages(
  query: Query,
  read: (query: Query) => Promise<Page> = (one) => listResources(f.as(workspaceId), one),
) {
  const names: string[] = [];
  let pageToken: string | undefined;
  let total: unknown;
  for (let page = 0; page < 3; page += 1) {
    const answer = await read({ ...query, pageSize: 30, pageToken });
    names.push(...answer.resources.map(({ name }) => name));
    pageToken = answer.nextPageToken;
    total = answer.total;
  }
  return { names, total };
}

const CASES: [string, Query, string, string][] = [
  ['late in the order of names', { q: 'tag.stage=prod' }, `name LIKE 'z-%'`, 'lower(name), uid'],
  ['at its end', { q: 'tag.stage=prod', order: 'desc' }, `name LIKE 'z-%'`, 'lower(name) DESC, uid DESC'],
  ['as text', { q: 'z-0' }, `name LIKE 'z-0%'`, 'lower(name), uid'],
  ['by type', { q: 'prod', sort: 'type' }, `name LIKE 'z-%'`, 'type, lower(name), uid'],
  ['by change', { q: 'prod', sort: 'changed', order: 'asc' }, `name LIKE 'z-%'`, 'changed_at, uid'],
  ['late by change', { q: 'prod', sort: 'changed', order: 'desc' }, `name LIKE 'z-%'`, 'changed_at DESC, uid DESC'],
];

describe('what words find is the same however it is found', () => {
  test.each(CASES)('a frequent tag or text, %s', async (_name, query, where, order) => {
    const { names, total } = await threePages(query);
    expect(names).toEqual(await namesOf(where, order));
    expect(total).toEqual({ count: 10_000, exact: false });
  });

  test.each(CASES)('and at a moment, %s', async (_name, query, where, order) => {
    const at = new Date().toISOString();
    const { names, total } = await threePages(query, (one) =>
      listResourcesAsOf(f.as(workspaceId), { ...one, at } as Parameters<typeof listResourcesAsOf>[1]),
    );
    expect(names).toEqual(await namesOf(where, order));
    expect(total).toEqual({ count: 10_000, exact: false });
  });

  test('a rare one', async () => {
    const query = { q: 'tag.few=7' } as const;
    const { resources, total } = await listResources(f.as(workspaceId), query);
    expect(resources.map(({ name }) => name)).toEqual(await namesOf(`tags->>'few' = '7'`, 'lower(name), uid'));
    expect(total).toEqual({ count: 10, exact: true });
  });

  test('of one type', async () => {
    const { names, total } = await threePages({ q: 'prod', type: 'AWS::S::T1' });
    expect(names).toEqual(await namesOf(`name LIKE 'z-%' AND type = 'AWS::S::T1'`, 'lower(name), uid'));
    expect(total).toEqual({ count: 7_000, exact: true });
  });

  test('neither way reads a whole table', async () => {
    const filters = await f.read(workspaceId, (tx) =>
      filtersOf(tx, workspaceId, presentFilterSchema.parse({ q: 'tag.few=7' })),
    );
    for (const call of [
      `inventory_stretch_sql($1::uuid, $2::jsonb, 'name', 'asc', NULL, 31, 8000)`,
      `inventory_gathered_sql($1::uuid, $2::jsonb, 'name', 'asc', NULL, NULL, 31, 20001)`,
    ]) {
      const [made] = await f.asOwner<{ sql: string }>(`SELECT tenant.${call} AS sql`, [workspaceId, filters]);
      const sql = (made?.sql ?? '').replace(/FROM resource\b/g, 'FROM tenant.resource');
      const rows = await f.asOwner<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${sql}`);
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on resource/);
    }
  });

  test('up to a place the order and whole words may be joined, a beginning not', async () => {
    const gathered = async (q: string) => {
      const filters = await f.read(workspaceId, (tx) => filtersOf(tx, workspaceId, presentFilterSchema.parse({ q })));
      const until = JSON.stringify(['z-0500000', '00000000-0000-0000-0000-000000000000']);
      const [made] = await f.asOwner<{ sql: string }>(
        `SELECT tenant.inventory_gathered_sql($1::uuid, $2::jsonb, 'name', 'asc', NULL, $3::jsonb, 31, NULL) AS sql`,
        [workspaceId, filters, until],
      );
      return made?.sql;
    };
    // The list's index takes this for its first column, the words' index does not; bench/inventory-reads.ts has the plans.
    const listed = `r.workspace_id = ANY ('{${workspaceId}}'::uuid[])`;
    for (const q of ['tag.stage=prod', 'prod', 'prod z-0', 'tag:stage', '-tag.few=7 prod']) {
      expect(await gathered(q)).toContain(listed);
    }
    for (const q of ['tag.stage=pro*', 'id:ID7*']) expect(await gathered(q)).not.toContain(listed);
  });
});
