/**
 * The past beside the present: lists as of a moment and changes over generated resources of three versions each, through
 * the verbs as the runtime role with row-level security. Prints the p95 of each as-of list and its ratio to the same list
 * now, then changes. `npx tsx bench/time-travel.ts [rows …] [--home=folder] [--only=words]` (1000000; the data is made once;
 * `--only`: the cases whose name has these words).
 */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openDatabases } from '@/lib/db/client';
import type { WorkspaceContext } from '@/lib/services/context';
import { listChanges } from '@/lib/services/history/changes';
import { resourceFacetsAsOf } from '@/lib/services/history/facets-as-of';
import { listResourcesAsOf } from '@/lib/services/history/list-as-of';
import { summarizeChanges } from '@/lib/services/history/summary';
import { DERIVED } from '@/lib/services/history/testing/derived';
import { resourceFacets } from '@/lib/services/inventory/facets';
import { listResources } from '@/lib/services/inventory/list';
import { migrate } from '@/scripts/migrate/migrate';
import { withClient } from '@/scripts/pg/database';
import { ensurePostgres } from '@/scripts/pg/postgres';
import { type Data, HOME, inventoryData, p95, sizesAsked, WORKSPACE } from './inventory-data';

const RUNS = 20;
const ONLY = process.argv.find((word) => word.startsWith('--only='))?.slice('--only='.length) ?? '';
const DAY_MS = 24 * 3_600_000;
const now = Date.now();
const ago = (days: number) => new Date(now - days * DAY_MS).toISOString();
type Query = Omit<Parameters<typeof listResourcesAsOf>[1], 'at'>;

const LISTS: [string, Query][] = [
  ['by name', {}],
  ['by type', { sort: 'type' }],
  ['by change', { sort: 'changed', order: 'desc' }],
  ['one type', { type: 'AWS::EC2::Kind8' }],
  ['rare text', { q: 'app500-1' }],
  ['frequent tag', { tag: 'stage=prod' }],
  ['frequent text', { q: 'team-7' }],
  ['by change, oldest first', { sort: 'changed' }],
  ['deleted', { state: 'deleted' }],
];

/** A copy of the generated inventory with a history, so that other benchmarks keep theirs; made once. */
async function historyData(rows: number): Promise<Data> {
  const present = await inventoryData(rows);
  const named = (url: string) => Object.assign(new URL(url), { pathname: `/history_${rows}` }).toString();
  const data = { rows, ownerUrl: named(present.ownerUrl), appUrl: named(present.appUrl) };
  const { superuserUrl } = await ensurePostgres({ home: HOME });
  const made = await withClient(superuserUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [`history_${rows}`]);
    if (rowCount === 0) {
      await client.query(
        `CREATE DATABASE history_${rows} TEMPLATE inventory_${rows} OWNER mooring_migrator STRATEGY file_copy`,
      );
    }
    return rowCount === 0;
  });
  if (made) await addVersions(data.ownerUrl);
  const directory = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  await migrate({ migrateUrl: data.ownerUrl, runtimeUrl: data.appUrl, directory });
  return data;
}

/** Versions of what is there: first seen 31 days ago, changed 30 days ago, and as the row says; one in ten was tagged anew. */
async function addVersions(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query(
      "SET statement_timeout = 0; SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'; ALTER TABLE tenant.resource DISABLE TRIGGER USER; ALTER TABLE tenant.resource_version DISABLE TRIGGER USER",
    );
    const { rows: indexes } = await client.query<{ name: string; made: string }>(
      `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
       WHERE indrelid = ANY ($1::regclass[]) AND NOT indisprimary AND NOT indisunique`,
      [['resource', 'resource_version', ...Object.keys(DERIVED)].map((table) => `tenant.${table}`)],
    );
    for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
    await client.query(`UPDATE tenant.resource SET version = 3, first_seen_at = now() - interval '31 days',
      changed_at = greatest(changed_at, now() - interval '29 days'),
      identity_changed_at = CASE WHEN get_byte(content_hash, 0) < 25 THEN greatest(changed_at, now() - interval '29 days') END`);
    await client.query(`INSERT INTO tenant.resource_version (workspace_id, resource_uid, version, kind, document, seen_after, seen_at)
      SELECT r.workspace_id, r.uid, v, CASE WHEN v = 1 THEN 'created' WHEN v = 3 AND r.deleted_at IS NOT NULL THEN 'deleted' ELSE 'changed' END,
        jsonb_build_object('name', r.name, 'arn', r.arn, 'attributes', r.attributes || jsonb_build_object('v', v),
          'tags', CASE WHEN v < 3 AND r.identity_changed_at IS NOT NULL THEN r.tags || '{"stage": "old"}' ELSE r.tags END),
        CASE WHEN v > 1 THEN now() - interval '31 days' END,
        CASE v WHEN 1 THEN r.first_seen_at WHEN 2 THEN now() - interval '30 days' + (get_byte(r.content_hash, 1) * 84) * interval '1 second' ELSE r.changed_at END
      FROM tenant.resource r, generate_series(1, 3) v`);
    for (const made of Object.values(DERIVED)) await client.query(made);
    for (const { made } of indexes) await client.query(made);
    await client.query(
      'ALTER TABLE tenant.resource ENABLE TRIGGER USER; ALTER TABLE tenant.resource_version ENABLE TRIGGER USER',
    );
    for (const table of ['resource', 'resource_version', ...Object.keys(DERIVED)]) {
      await client.query(`VACUUM ANALYZE tenant.${table}`);
    }
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  await work();
  for (let run = 0; run < RUNS && times.reduce((sum, one) => sum + one, 0) < 10_000; run += 1) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return p95(times);
}

/** Amid the hour in which most changed, which an answer must count a part of. */
async function amidMost(ownerUrl: string): Promise<Date> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ hour: Date }>(
      `SELECT hour FROM tenant.change_rollup WHERE workspace_id = $1 AND kind = 'changed' GROUP BY 1 ORDER BY sum(versions) DESC LIMIT 1`,
      [WORKSPACE],
    );
    return new Date((rows[0]?.hour.getTime() ?? 0) + 1_834_567);
  });
}

/** A case: its name, what is timed, and the name of the case that it is compared with. */
type Case = [name: string, work: () => Promise<unknown>, base?: string];

function cases(context: WorkspaceContext, amid: Date): Case[] {
  const to = new Date(now).toISOString();
  const after = (days: number) => new Date(amid.getTime() + days * DAY_MS).toISOString();
  const summary = (name: string, span: Parameters<typeof summarizeChanges>[1]): Case => [
    `summary of ${name}`,
    () => summarizeChanges(context, span),
  ];
  return [
    ...LISTS.flatMap(([name, query]): Case[] => [
      [`${name}, now`, () => listResources(context, query)],
      ...[1, 7, 25].map((days): Case => {
        const at = ago(days);
        return [`${name}, ${days} days ago`, () => listResourcesAsOf(context, { ...query, at }), `${name}, now`];
      }),
    ]),
    ['facets, now', () => resourceFacets(context, {})],
    ...[1, 25].map(
      (days): Case => [`facets, ${days} days ago`, () => resourceFacetsAsOf(context, { at: ago(days) }), 'facets, now'],
    ),
    ['facets, amid a mass change', () => resourceFacetsAsOf(context, { at: after(0) }), 'facets, now'],
    ...[1, 30].flatMap((days): Case[] => {
      const span = { from: ago(days), to };
      const one = { ...span, type: ['AWS::SNS::Kind39'], kind: ['deleted' as const] };
      return [
        [`changes of ${days} days`, () => listChanges(context, span)],
        [`changes of ${days} days, one type, deleted`, () => listChanges(context, one)],
        [`changes of ${days} days, rare text`, () => listChanges(context, { ...span, q: 'app500-1' })],
      ];
    }),
    ...[1, 7, 14, 28, 60].map((days) => summary(`${days} days`, { from: ago(days), to })),
    summary('an hour amid a mass change', { from: after(0), to: after(1 / 25) }),
    ...[2, 7, 14].map((days) => summary(`${days} days from amid it`, { from: after(0), to: after(days) })),
    summary('all days from amid it', { from: after(0), to }),
    summary('all days from amid it, one type', { from: after(0), to, type: ['AWS::EC2::Kind8'] }),
    summary('all days from amid it, one account', { from: after(0), to, account: ['393939391005'] }),
    summary('all days from amid it, deleted', { from: after(0), to, kind: ['deleted'] }),
  ];
}

async function main(): Promise<void> {
  for (const rows of sizesAsked([1_000_000])) {
    const data = await historyData(rows);
    const db = openDatabases(data.appUrl);
    const context = {
      db,
      workspaceId: WORKSPACE,
      requestId: 'bench',
      ipAddress: null,
      now: () => new Date(),
      install: {},
      actor: {
        kind: 'token',
        id: 'bench',
        label: 'bench',
        installAdmin: false,
        role: 'viewer',
        workspaceId: WORKSPACE,
      },
    } as unknown as WorkspaceContext;
    console.log(`${rows} resources, three versions each; p95; load ${loadavg()[0]?.toFixed(0)}`);
    const measured = new Map<string, number>();
    for (const [name, work, base] of cases(context, await amidMost(data.ownerUrl))) {
      if (!name.includes(ONLY)) continue;
      const ms = await timed(work);
      measured.set(name, ms);
      const than = measured.get(base ?? '');
      console.log(
        `${name.padEnd(44)} ${ms.toFixed(1).padStart(8)} ms${than ? ` ${(ms / than).toFixed(1)} x now` : ''}`,
      );
    }
    console.log(`load ${loadavg()[0]?.toFixed(0)}`);
    await db.close();
  }
}

await main();
