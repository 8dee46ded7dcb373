import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { type ProcessLock, tryLock } from '../lib/process-lock';
import { migrate } from '../migrate/migrate';
import { destroyPostgres, ensurePostgres } from '../pg/postgres';

const PREFIX = 'mooring-test-postgres-';

/** A throw-away server may forget everything in a crash, so it never waits for the disk. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

let running: { directory: string; lock: ProcessLock | undefined } | undefined;

/** Vitest calls it before the run: one PostgreSQL with a migrated template database. */
export async function setup(project: TestProject): Promise<void> {
  await removeLeftovers();
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(directory, 0o711);
  running = { directory, lock: tryLock(join(directory, 'owner.lock')) };
  const postgres = await ensurePostgres({ home: directory, settings: SETTINGS });
  const runtimeUrl = new URL(postgres.migrateUrl);
  runtimeUrl.username = 'mooring_app';
  runtimeUrl.password = randomBytes(18).toString('base64url');
  await migrate({
    migrateUrl: postgres.migrateUrl,
    runtimeUrl: runtimeUrl.toString(),
    directory: fileURLToPath(new URL('../../prisma/migrations', import.meta.url)),
  });
  project.provide('postgres', {
    superuserUrl: postgres.superuserUrl,
    migrateUrl: postgres.migrateUrl,
    runtimeUrl: runtimeUrl.toString(),
    template: 'mooring',
  });
}

/** Vitest calls it after the run, also after a failed setup. */
export async function teardown(): Promise<void> {
  if (!running) return;
  await destroyPostgres(running.directory);
  running.lock?.release();
}

/** Servers of runs that were killed: nobody holds their lock any more. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const directory = join(tmpdir(), name);
    // Somebody else's leftover, or one that resists, is no reason to run no tests.
    await removeLeftover(directory).catch((error: Error) =>
      process.stderr.write(`${directory} of an earlier run was left: ${error.message}\n`),
    );
  }
}

async function removeLeftover(directory: string): Promise<void> {
  const file = join(directory, 'owner.lock');
  if (!existsSync(file)) return;
  const lock = tryLock(file);
  if (!lock) return;
  lock.release();
  await destroyPostgres(directory);
}
