import type pg from 'pg';
import { withClient } from '../pg/database';
import { migrateJobs } from './jobs';
import { applyMigrations } from './migrations';
import { ensureRoles } from './roles';
import { verifyRuntime } from './runtime';

export type MigrateOptions = {
  /** The role that owns the schema: it owns the database and may create roles. */
  migrateUrl: string;
  /** The runtime role. It is made with this URL's name and password when missing. */
  runtimeUrl: string;
  /** Folder of Prisma migrations. */
  directory: string;
  log?: (line: string) => void;
};

/** Any constant does: it is the key of the advisory lock that makes migrators of one database take turns. */
const MIGRATION_LOCK = 7_304_118_221n;
const MINIMUM_VERSION = 150_000;

/**
 * Brings a database to this build's schema: roles, migrations, the job queue's schema, grants. Returns the names of
 * the migrations it applied. Any number may run at once; each statement set is one transaction, so a failure or a kill
 * leaves the last complete step. Throws Errors that say what the database must allow.
 */
export async function migrate({
  migrateUrl,
  runtimeUrl,
  directory,
  log = () => {},
}: MigrateOptions): Promise<string[]> {
  const applied = await withClient(migrateUrl, async (client) => {
    await requireVersion(client);
    await takeTurn(client, log);
    await ensureRoles(client, runtimeUrl);
    const names = await applyMigrations(client, directory, log);
    await migrateJobs(client, roleOf(runtimeUrl), log);
    return names;
  });
  await verifyRuntime(runtimeUrl);
  return applied;
}

export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS text`,
  );
  const server = rows[0];
  if (server && server.number >= MINIMUM_VERSION) return;
  throw new Error(`Mooring needs PostgreSQL 15 or newer; this server is ${server?.text}.`);
}

async function takeTurn(client: pg.Client, log: (line: string) => void): Promise<void> {
  const attempt = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [MIGRATION_LOCK]);
  if (attempt.rows[0]?.taken) return;
  log('another migration of this database is running; waiting for it');
  await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
}
