import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryLock } from '../lib/process-lock';
import { destroyPostgres } from '../pg/postgres';

const PREFIX = 'mooring-run-';
const LOCK = 'owner.lock';

export type RunDirectory = {
  path: string;
  /** What tests made here by our names and did not remove. */
  leftovers(): string[];
  remove(): Promise<void>;
};

/**
 * One folder for all that a run of `npm test` and its programs keep for a time (it becomes their TMPDIR), below `parent`,
 * so that nothing outlives the run. Those of runs that were killed go first: nobody holds their lock any more.
 */
export async function takeRunDirectory(parent = tmpdir()): Promise<RunDirectory> {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(PREFIX))) {
    // Somebody else's leftover, or one that resists, is no reason to run no tests.
    await removeAbandoned(join(parent, name)).catch((error: Error) =>
      process.stderr.write(`${join(parent, name)} of an earlier run was left: ${error.message}\n`),
    );
  }
  const path = mkdtempSync(join(parent, PREFIX));
  // PostgreSQL passes through as another user when we are root.
  chmodSync(path, 0o711);
  const lock = tryLock(join(path, LOCK));
  return {
    path,
    leftovers: () => readdirSync(path).filter((entry) => entry.startsWith('mooring-')),
    async remove() {
      await removeAll(path);
      lock?.release();
    },
  };
}

async function removeAbandoned(path: string): Promise<void> {
  if (!existsSync(join(path, LOCK))) return;
  const lock = tryLock(join(path, LOCK));
  if (!lock) return;
  try {
    await removeAll(path);
  } finally {
    lock.release();
  }
}

/** Also ends the PostgreSQL servers of its homes: each holds the lock of its start, or says where it lives instead. */
async function removeAll(path: string): Promise<void> {
  const homes = readdirSync(path).flatMap((name) => [join(path, name), join(path, name, 'postgres')]);
  const isHome = (home: string) => ['start.lock', 'location'].some((file) => existsSync(join(home, file)));
  for (const home of homes.filter(isHome)) await destroyPostgres(home);
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
