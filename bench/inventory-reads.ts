/**
 * P8: list, filter, search, count and facets at 1M and 3M resources through the API's verbs as the runtime role with
 * row-level security, beside the same SQL run by the tables' owner, whom it does not bind. Prints p95 and ratios; the plans
 * go to bench/out/inventory-plans.txt, and a sequential scan or an OFFSET in one of them is an error.
 * `npx tsx bench/inventory-reads.ts [rows …] [--home=folder]` (1000000 3000000; the data is made once).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { type Databases, openDatabases } from '@/lib/db/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { resourceListQuerySchema } from '@/lib/schemas/inventory';
import type { WorkspaceContext } from '@/lib/services/context';
import { resourceFacets } from '@/lib/services/inventory/facets';
import { filtersOf } from '@/lib/services/inventory/filters';
import { listResources } from '@/lib/services/inventory/list';
import { type Data, inventoryData, p95, sizesAsked, WORKSPACE } from './inventory-data';

const sizes = sizesAsked([1_000_000, 3_000_000]);
const RUNS = 20;
/** What is slow is not asked twenty times. */
const LEAST_RUNS = 5;
const MOST_MS = 2_000;

type Query = Parameters<typeof listResources>[1];
type Case = { name: string; query: Query; facets?: boolean; deep?: boolean; tagKey?: string };

const CASES: Case[] = [
  { name: 'by name', query: {} },
  { name: 'by name, deep', query: {}, deep: true },
  { name: 'by type, deep', query: { sort: 'type' }, deep: true },
  { name: 'by change, deep', query: { sort: 'changed', order: 'desc' }, deep: true },
  { name: 'by creation, deep', query: { sort: 'created', order: 'desc' }, deep: true },
  { name: 'one type', query: { type: 'AWS::EC2::Kind8' } },
  { name: 'service of ten types', query: { q: 'type:ec2' } },
  { name: 'account and region', query: { account: '393939391007', region: 'region-3' } },
  { name: 'type not, account', query: { q: '-type:AWS::EC2::Kind0 account:393939391007' } },
  { name: 'any state', query: { q: 'state:any' } },
  { name: 'frequent tag', query: { q: 'tag.stage=prod' } },
  { name: 'two tags', query: { q: 'tag.stage=prod tag.team=team-7' } },
  { name: 'rare tag', query: { q: 'tag.owner=owner-7 tag.team=team-7 tag:temporary' } },
  { name: 'tag begins', query: { q: 'tag.team=team-1*' } },
  { name: 'frequent text', query: { q: 'prod' } },
  { name: 'rare text', query: { q: 'app500-1' } },
  { name: 'absent text', query: { q: 'no-such-thing' } },
  { name: 'name begins', query: { q: 'name:staging-team-3*' } },
  { name: 'an id', query: { q: 'id:kind3-*', type: 'AWS::LAMBDA::Kind3' } },
  { name: 'an address', query: { q: 'address:10.3.7.*' } },
  { name: 'age and change', query: { q: 'age>90d changed<7d' } },
  { name: 'not seen', query: { q: 'seen>3650d' } },
  { name: 'facets', query: {}, facets: true },
  { name: 'facets, type and account', query: { type: 'AWS::EC2::Kind8', account: '393939391007' }, facets: true },
  { name: 'facets, rare text', query: { q: 'app500-1' }, facets: true },
  { name: 'facets, frequent text', query: { q: 'prod' }, facets: true },
  { name: 'facets, tag keys', query: {}, facets: true, tagKey: '' },
  { name: 'facets, values of a tag', query: { type: 'AWS::EC2::Kind8' }, facets: true, tagKey: 'team' },
];

type Result = { ours: number; owner: number };
const plans: string[] = [];

async function main(): Promise<void> {
  const results = new Map<string, Result[]>();
  for (const rows of sizes) {
    const data = await inventoryData(rows);
    for (const [name, result] of await measure(data)) results.set(name, [...(results.get(name) ?? []), result]);
  }
  const table = [...results].map(([name, all]) => {
    const [small, large = small] = [all[0], all.at(-1)];
    return {
      case: name,
      ...Object.fromEntries(all.map((one, n) => [`${(sizes[n] ?? 0) / 1e6}M ms`, one.ours.toFixed(1)])),
      ...Object.fromEntries(
        all.map((one, n) => [`${(sizes[n] ?? 0) / 1e6}M/owner`, (one.ours / one.owner).toFixed(2)]),
      ),
      growth: ((large?.ours ?? 0) / (small?.ours ?? 1)).toFixed(2),
    };
  });
  console.table(table);
  mkdirSync('bench/out', { recursive: true });
  writeFileSync('bench/out/inventory-plans.txt', plans.join('\n\n'));
  const bad = plans.filter((plan) => /Seq Scan|OFFSET/.test(plan.replace(/^--.*$/gm, '')));
  console.log(
    `${plans.length} plans, ${bad.length} with a sequential scan or an OFFSET (bench/out/inventory-plans.txt)`,
  );
  process.exit(bad.length === 0 ? 0 : 1);
}

async function measure(data: Data): Promise<Map<string, Result>> {
  const db = openDatabases(data.appUrl, { tenantConnections: 2, directoryConnections: 1 });
  const owner = new pg.Client({ connectionString: data.ownerUrl });
  await owner.connect();
  await owner.query('SET search_path = tenant, public; SET enable_seqscan = off; SET jit = off');
  const context = {
    db,
    workspaceId: WORKSPACE,
    requestId: 'bench',
    ipAddress: null,
    now: () => new Date(),
    actor: { kind: 'user', id: 'bench', label: 'bench', installAdmin: false, role: 'viewer' },
  } as unknown as WorkspaceContext;
  const results = new Map<string, Result>();
  for (const one of CASES) {
    const ready = one.deep ? { ...one, query: await deepPage(context, one.query) } : one;
    const ours: number[] = [];
    const theirs: number[] = [];
    const statements = await inWorkspace(db, WORKSPACE, (tx) => sqlOf(tx, owner, ready), { readOnly: true });
    for (const sql of statements) await explain(owner, `${data.rows}: ${one.name}`, sql);
    await explainWords(db, owner, `${data.rows}: ${one.name}`, ready);
    const until = performance.now() + MOST_MS;
    for (let run = -2; run < RUNS && (run < LEAST_RUNS || performance.now() < until); run += 1) {
      const a = await timed(async () => {
        await owner.query('BEGIN READ ONLY');
        for (const sql of statements) await owner.query(sql);
        await owner.query('COMMIT');
      });
      const b = await timed(() =>
        ready.facets
          ? resourceFacets(context, {
              ...(ready.query as object),
              ...(ready.tagKey === '' ? { include: 'tags' } : { tagKey: ready.tagKey }),
            })
          : listResources(context, ready.query),
      );
      if (run >= 0) {
        theirs.push(a);
        ours.push(b);
      }
    }
    results.set(one.name, { ours: p95(ours), owner: p95(theirs) });
    console.log(
      `${data.rows} ${one.name.padEnd(26)} ${p95(ours).toFixed(1).padStart(8)} ms   owner ${p95(theirs).toFixed(1).padStart(8)} ms`,
    );
  }
  await owner.end();
  await db.close();
  return results;
}

/** The page a thousand resources further on. */
async function deepPage(context: WorkspaceContext, query: Query): Promise<Query> {
  let pageToken: string | undefined;
  for (let n = 0; n < 5; n += 1) {
    pageToken = (await listResources(context, { ...query, pageSize: 200, pageToken })).nextPageToken;
  }
  return { ...query, pageToken };
}

/** What the verb runs, as text: the page (from where it begins) and its count, or the facets. */
async function sqlOf(tx: Transaction, owner: pg.Client, { query, facets, tagKey }: Case): Promise<string[]> {
  const parsed = resourceListQuerySchema.parse(query);
  const filters = await filtersOf(tx, WORKSPACE, parsed);
  const text = async (call: string, values: unknown[]) =>
    (await owner.query<{ sql: string }>(`SELECT ${call} AS sql`, values)).rows[0]?.sql ?? '';
  if (facets) {
    const statements = [await text('inventory_facets_sql($1::uuid, $2::jsonb)', [WORKSPACE, filters])];
    if (tagKey !== undefined)
      statements.push(
        await text('inventory_tag_facets_sql($1::uuid, $2::jsonb, $3, NULL, 100)', [
          WORKSPACE,
          filters,
          tagKey || null,
        ]),
      );
    return statements;
  }
  const position = parsed.pageToken
    ? JSON.stringify((JSON.parse(Buffer.from(parsed.pageToken, 'base64url').toString()) as string[]).slice(2))
    : null;
  return [
    await text('inventory_search_sql($1::uuid, $2::jsonb, $3, $4, $5::jsonb, $6)', [
      WORKSPACE,
      filters,
      parsed.sort,
      parsed.order,
      position,
      parsed.pageSize + 1,
    ]),
    await text('inventory_count_sql($1::uuid, $2::jsonb, 10001)', [WORKSPACE, filters]),
  ];
}

async function explain(owner: pg.Client, name: string, sql: string): Promise<void> {
  const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF) ${sql}`);
  plans.push(`-- ${name}\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
}

/** What `inventory_found` runs for words and tags, under the settings of its helpers. */
async function explainWords(db: Databases, owner: pg.Client, name: string, { query, facets }: Case): Promise<void> {
  if (facets) return;
  const parsed = resourceListQuerySchema.parse(query);
  const filters = await inWorkspace(db, WORKSPACE, (tx) => filtersOf(tx, WORKSPACE, parsed), { readOnly: true });
  const { rows } = await owner.query<{ stretch: string; gathered: string }>(
    `SELECT inventory_stretch_sql($1::uuid, $2::jsonb, $3, $4, NULL, 51, 8000) AS stretch,
       inventory_gathered_sql($1::uuid, $2::jsonb, $3, $4, NULL, NULL, 51, 20001) AS gathered
     WHERE inventory_by_words($2::jsonb)`,
    [WORKSPACE, filters, parsed.sort, parsed.order],
  );
  for (const { stretch, gathered } of rows) {
    await explain(owner, `${name}, a stretch`, stretch);
    await owner.query(
      "BEGIN; SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off; SET LOCAL work_mem = '64MB'",
    );
    await explain(owner, `${name}, gathered`, gathered);
    await owner.query('COMMIT');
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

await main();
