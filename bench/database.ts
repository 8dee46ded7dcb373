import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Databases, openDatabases } from '@/lib/db/client';
import { migrate } from '@/scripts/migrate/migrate';
import { ensurePostgres } from '@/scripts/pg/postgres';

export type BenchDatabase = {
  db: Databases;
  migrateUrl: string;
  superuserUrl: string;
  runtimeUrl: string;
  close(): Promise<void>;
};

/**
 * A migrated embedded PostgreSQL for a benchmark. In `home` it is kept and found again; without one it is made in a
 * temporary directory and removed at the end. `settings` as in postgresql.conf.
 */
export async function benchDatabase(home?: string, settings: Record<string, string> = {}): Promise<BenchDatabase> {
  const directory = home ?? mkdtempSync(join(tmpdir(), 'mooring-bench-'));
  const postgres = await ensurePostgres({
    home: directory,
    settings: { shared_buffers: '1GB', max_wal_size: '8GB', ...settings },
  });
  const runtime = new URL(postgres.migrateUrl);
  runtime.username = 'mooring_app';
  runtime.password = 'bench-only';
  const runtimeUrl = runtime.toString();
  await migrate({ migrateUrl: postgres.migrateUrl, runtimeUrl, directory: 'prisma/migrations' });
  const db = openDatabases(runtimeUrl);
  return {
    db,
    runtimeUrl,
    migrateUrl: postgres.migrateUrl,
    superuserUrl: postgres.superuserUrl,
    close: async () => {
      await db.close();
      await postgres.stop();
      if (home === undefined) rmSync(directory, { recursive: true, force: true });
    },
  };
}
