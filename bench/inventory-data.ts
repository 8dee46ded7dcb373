import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { migrate } from '@/scripts/migrate/migrate';
import { ensureDatabase, withClient } from '@/scripts/pg/database';
import { ensurePostgres } from '@/scripts/pg/postgres';

export const WORKSPACE = '0193a000-0000-7000-8000-00000000bbbb';
/** An API token (viewer) of the generated workspace; known, since the database is a throw-away. */
export const TOKEN = 'mooring_bench_token_of_a_throw_away_database';
/** `--home=<folder>` keeps the data elsewhere. */
export const HOME =
  process.argv.find((word) => word.startsWith('--home='))?.slice('--home='.length) ?? '.mooring/bench';
/** The numbers on the command line: how many resources. */
export const sizesAsked = (otherwise: number[]): number[] => {
  const asked = process.argv
    .slice(2)
    .filter((word) => /^\d+$/.test(word))
    .map(Number);
  return asked.length > 0 ? asked : otherwise;
};
const SETTINGS = {
  shared_buffers: '2GB',
  max_wal_size: '8GB',
  synchronous_commit: 'off',
  random_page_cost: '1.1',
  fsync: 'off',
};

export type Data = { rows: number; ownerUrl: string; appUrl: string };

/**
 * A migrated database of `rows` generated resources (40 types, 20 accounts, 17 regions, tags, addresses; 2% deleted) in one
 * workspace. Made once and kept in .mooring/bench. PostgreSQL is left running for the next benchmark.
 */
export async function inventoryData(rows: number, log = console.log): Promise<Data> {
  const postgres = await ensurePostgres({ home: HOME, settings: SETTINGS });
  const name = `inventory_${rows}`;
  const password = createHash('sha256').update(postgres.superuserUrl).digest('base64url');
  const ownerUrl = await ensureDatabase(postgres.superuserUrl, new URL(postgres.migrateUrl).password, name);
  const appUrl = new URL(ownerUrl);
  appUrl.username = 'bench_app';
  appUrl.password = password;
  const directory = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  await migrate({ migrateUrl: ownerUrl, runtimeUrl: appUrl.toString(), directory });
  const superuser = new URL(postgres.superuserUrl);
  superuser.pathname = `/${name}`;
  await withClient(superuser.toString(), async (client) => {
    const { rows: there } = await client.query('SELECT FROM tenant.resource LIMIT 1');
    if (there.length === 0) await fill(client, rows, log);
  });
  return { rows, ownerUrl, appUrl: appUrl.toString() };
}

/** Without indexes and triggers, which are made after the rows; the rollup is counted at the end. */
async function fill(client: pg.Client, rows: number, log: (line: string) => void): Promise<void> {
  const began = performance.now();
  const tell = (what: string) =>
    log(`${rows} resources: ${what} after ${Math.round((performance.now() - began) / 1000)} s`);
  await client.query(
    "SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; SET search_path = tenant, public",
  );
  const { rows: indexes } = await client.query<{ name: string; made: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS made FROM pg_index
     WHERE indrelid = 'tenant.resource'::regclass AND NOT indisprimary AND NOT indisunique`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  await client.query(`INSERT INTO directory.workspace (id, name) VALUES ($1, 'bench') ON CONFLICT DO NOTHING`, [
    WORKSPACE,
  ]);
  await client.query(
    `INSERT INTO directory.api_token (id, workspace_id, name, token_hash, hint, role, created_by)
     VALUES (gen_random_uuid(), $1, 'bench', $2, 'ench', 'viewer', 'bench')`,
    [WORKSPACE, createHash('sha256').update(TOKEN).digest()],
  );
  await client.query(ROWS_SQL, [WORKSPACE, rows]);
  tell('rows');
  for (const { name, made } of indexes) {
    await client.query(made);
    tell(name);
  }
  await client.query(
    `INSERT INTO tenant.inventory_rollup SELECT workspace_id, state, account_id, region, service, type,
       '00000000-0000-0000-0000-000000000000', count(*) FROM tenant.resource GROUP BY 1, 2, 3, 4, 5, 6`,
  );
  await client.query(
    `INSERT INTO tenant.inventory_total SELECT workspace_id, state, account_id, service, sum(resources)
     FROM tenant.inventory_rollup GROUP BY 1, 2, 3, 4`,
  );
  await client.query(
    `INSERT INTO tenant.inventory_scope (workspace_id, account_id, region, type, integration_id, complete_at, last_status)
     SELECT DISTINCT workspace_id, account_id, region, type, '0193a000-0000-7000-8000-00000000cccc'::uuid, now(), 'complete' FROM tenant.inventory_rollup`,
  );
  await client.query('VACUUM ANALYZE');
  tell('ready');
}

/** Few types are frequent and many are rare, as in real accounts; names and tags repeat by team, stage and application. */
const ROWS_SQL = `
INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, arn, name, tags, attributes,
  content_hash, row_hash, aws_created_at, first_seen_at, observed_at, changed_at, deleted_at)
SELECT $1::uuid, uuidv7(n * interval '1 millisecond' - interval '1 day'), account, region, service, type, kind || '-' || left(h, 17),
  'arn:aws:' || service || ':' || region || ':' || account || ':' || kind || '/' || name, name,
  jsonb_build_object('team', team, 'stage', stage, 'owner', 'owner-' || n % 300) || CASE WHEN n % 3 = 0 THEN jsonb_build_object('Name', name) ELSE '{}' END
    || CASE WHEN n % 50 = 0 THEN jsonb_build_object('temporary', 'yes') ELSE '{}' END,
  jsonb_build_object('state', 'available', 'encrypted', n % 2 = 0, 'note', repeat(h, 6))
    || CASE WHEN t < 12 THEN jsonb_build_object('addresses', jsonb_build_array(format('10.%s.%s.%s', n / 65536 % 256, n / 256 % 256, n % 256))) ELSE '{}' END,
  decode(h, 'hex'), decode(h, 'hex'), now() - (n % 1500) * interval '1 day', now() - interval '30 days', now() - interval '10 days',
  now() - (n::bigint * 7919 % 2592000) * interval '1 second', CASE WHEN n % 50 = 7 THEN now() - interval '1 day' END
FROM (
  SELECT n, h, t, kind, service, type, account, CASE WHEN service IN ('iam', 's3') THEN 'global' ELSE 'region-' || n / 7 % 17 END AS region, team, stage,
    stage || '-' || team || '-app' || n % 977 || '-' || left(h, 8) AS name
  FROM (
    SELECT n, h, t, 'kind' || t AS kind, s AS service, 'AWS::' || upper(s) || '::Kind' || t AS type, lpad((1000 + n / 3 % 20)::text, 12, '39') AS account,
      'team-' || n % 41 AS team, (ARRAY['prod', 'staging', 'dev', 'test'])[1 + n / 41 % 4] AS stage
    FROM (
      SELECT n, md5(n::text) AS h, floor(40 * power((n::bigint * 7907 % 10007) / 10007.0, 2))::int AS t FROM generate_series(1, $2::int) n
    ) a CROSS JOIN LATERAL (SELECT (ARRAY['ec2', 'iam', 's3', 'lambda', 'rds', 'kms', 'sqs', 'sns'])[1 + t % 8] AS s) b
  ) c
) d`;

/** Of sorted times, the 95th percentile. */
export function p95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
