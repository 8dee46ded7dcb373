import { fileURLToPath } from 'node:url';
import { migrate } from './migrate/migrate';

/**
 * `node dist/migrate.mjs`: brings the database of MOORING_MIGRATE_DATABASE_URL to this build's schema, and makes the
 * runtime role of DATABASE_URL. The migrations are read from `prisma/migrations` beside `dist`, or from the one argument.
 */
async function main(): Promise<void> {
  const { MOORING_MIGRATE_DATABASE_URL: migrateUrl, DATABASE_URL: runtimeUrl } = process.env;
  if (!migrateUrl || !runtimeUrl) throw new Error('Set MOORING_MIGRATE_DATABASE_URL and DATABASE_URL.');
  const directory = process.argv[2] ?? fileURLToPath(new URL('../prisma/migrations', import.meta.url));
  const applied = await migrate({ migrateUrl, runtimeUrl, directory, log: (line) => console.log(`migrate: ${line}`) });
  console.log(`migrate: ${applied.length === 0 ? 'up to date' : `${applied.length} applied`}`);
}

main().catch((error: Error) => {
  console.error(`migrate: ${error.message}`);
  process.exitCode = 1;
});
