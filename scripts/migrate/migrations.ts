import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

type Migration = { name: string; sql: string; checksum: string };
type Row = { name: string; checksum: string; finished: boolean };

/**
 * Applies the folders of `directory` that the database has not had, in the order of their names, each in a transaction
 * with its row in Prisma's own table, so `prisma migrate status` agrees. Returns the names applied.
 * Refuses a database that is newer than this build, and one whose applied migrations are not these.
 */
export async function applyMigrations(
  client: pg.Client,
  directory: string,
  log: (line: string) => void,
): Promise<string[]> {
  await client.query(LEDGER);
  const { rows } = await client.query<Row>(
    'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const migrations = readMigrations(directory);
  const pending = comparePending(migrations, rows);
  for (const migration of pending) {
    const start = performance.now();
    await apply(client, migration);
    log(`applied ${migration.name} in ${((performance.now() - start) / 1000).toFixed(2)} s`);
  }
  return pending.map(({ name }) => name);
}

/** The migrations of `directory`, by name. Checksums are Prisma's: SHA-256 of the file. */
export function readMigrations(directory: string): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What is left to apply. Throws when what was applied does not fit these migrations. */
export function comparePending(migrations: Migration[], rows: Row[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const migration = known.get(row.name);
    if (!migration) {
      throw new Error(
        `The database has migration ${row.name}, which this build does not know: it is newer. Run that build.`,
      );
    }
    if (!row.finished) {
      throw new Error(
        `Migration ${row.name} failed halfway under Prisma. Repair it, then: npx prisma migrate resolve.`,
      );
    }
    if (row.checksum !== migration.checksum) {
      throw new Error(`Migration ${row.name} was changed after it was applied. Restore it, and add a new one instead.`);
    }
  }
  const done = new Set(rows.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    const { message, position } = cause as { message: string; position?: string };
    const line = position ? ` at line ${sql.slice(0, Number(position)).split('\n').length}` : '';
    throw new Error(`Migration ${name} failed${line}: ${message}. Nothing of it was kept.`, { cause });
  }
}

/** As Prisma makes it (schema-engine, sql-schema-connector). */
const LEDGER = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id varchar(36) PRIMARY KEY,
    checksum varchar(64) NOT NULL,
    finished_at timestamptz,
    migration_name varchar(255) NOT NULL,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    applied_steps_count integer NOT NULL DEFAULT 0
  )`;
