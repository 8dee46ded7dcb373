/**
 * The past beside the present: lists as of a moment and changes over generated resources of three versions each, through
 * the verbs as the runtime role with row-level security. Prints the p95 of each as-of list and its ratio to the same list
 * now, then changes. `npx tsx bench/time-travel.ts [rows …] [--home=folder]` (1000000; the data is made once).
 */
import { openDatabases } from '@/lib/db/client';
import type { WorkspaceContext } from '@/lib/services/context';
import { listChanges } from '@/lib/services/history/changes';
import { resourceFacetsAsOf } from '@/lib/services/history/facets-as-of';
import { listResourcesAsOf } from '@/lib/services/history/list-as-of';
import { summarizeChanges } from '@/lib/services/history/summary';
import { resourceFacets } from '@/lib/services/inventory/facets';
import { listResources } from '@/lib/services/inventory/list';
import { withClient } from '@/scripts/pg/database';
import { inventoryData, p95, sizesAsked, WORKSPACE } from './inventory-data';

const RUNS = 20;
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
];

/** Versions of what is there: first seen 31 days ago, changed 20 days ago, and as the row says; one in ten renamed its tags. */
async function addVersions(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    const { rows } = await client.query('SELECT FROM tenant.resource_version LIMIT 1');
    if (rows.length > 0) return;
    await client.query(
      'SET statement_timeout = 0; ALTER TABLE tenant.resource DISABLE TRIGGER USER; ALTER TABLE tenant.resource_version DISABLE TRIGGER USER',
    );
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
    await client.query(`INSERT INTO tenant.change_rollup
      SELECT v.workspace_id, date_trunc('hour', v.seen_at, 'UTC'), r.account_id, r.region, r.service, r.type, v.kind, count(*)
      FROM tenant.resource_version v JOIN tenant.resource r ON (r.workspace_id, r.uid) = (v.workspace_id, v.resource_uid)
      GROUP BY 1, 2, 3, 4, 5, 6, 7`);
    await client.query(
      'ALTER TABLE tenant.resource ENABLE TRIGGER USER; ALTER TABLE tenant.resource_version ENABLE TRIGGER USER',
    );
    await client.query('VACUUM ANALYZE tenant.resource');
    await client.query('VACUUM ANALYZE tenant.resource_version');
    await client.query('VACUUM ANALYZE tenant.change_rollup');
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

async function main(): Promise<void> {
  for (const rows of sizesAsked([1_000_000])) {
    const data = await inventoryData(rows);
    await addVersions(data.ownerUrl);
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
    const say = (name: string, ms: number, base?: number) =>
      console.log(
        `${name.padEnd(44)} ${ms.toFixed(1).padStart(8)} ms${base ? ` ${(ms / base).toFixed(1)} x now` : ''}`,
      );
    console.log(`${rows} resources, three versions each; p95`);
    for (const [name, query] of LISTS) {
      const present = await timed(() => listResources(context, query));
      say(`${name}, now`, present);
      for (const days of [1, 7, 25]) {
        say(
          `${name}, ${days} days ago`,
          await timed(() => listResourcesAsOf(context, { ...query, at: ago(days) })),
          present,
        );
      }
    }
    const facets = await timed(() => resourceFacets(context, {}));
    say('facets, now', facets);
    for (const days of [1, 25]) {
      say(`facets, ${days} days ago`, await timed(() => resourceFacetsAsOf(context, { at: ago(days) })), facets);
    }
    const to = new Date(now).toISOString();
    for (const days of [1, 30]) {
      const span = { from: ago(days), to };
      say(`changes of ${days} days`, await timed(() => listChanges(context, span)));
      say(
        `changes of ${days} days, one type, deleted`,
        await timed(() => listChanges(context, { ...span, type: 'AWS::SNS::Kind39', kind: 'deleted' })),
      );
      say(`changes of ${days} days, rare text`, await timed(() => listChanges(context, { ...span, q: 'app500-1' })));
      say(`summary of ${days} days`, await timed(() => summarizeChanges(context, span)));
    }
    await db.close();
  }
}

await main();
