import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { withClient } from '../pg/database';

/** What the run's PostgreSQL is reached by; set by the global setup. */
export type TestPostgres = { superuserUrl: string; migrateUrl: string; runtimeUrl: string; template: string };

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

export type TestDatabase = {
  /** The role that owns the schema. */
  migrateUrl: string;
  /** The runtime role, which row-level security binds. */
  appUrl: string;
  /** Removes the database; connections to it are closed. */
  drop(): Promise<void>;
};

/**
 * A migrated, empty database of its own on the run's PostgreSQL, in some 30 ms. For `*.service.test.ts` and
 * `*.wire.test.ts`: call it in `beforeAll`, and `drop` in `afterAll`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, migrateUrl, runtimeUrl, template } = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(superuserUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(template)} OWNER mooring_migrator`);
    // Grants on a database are not copied from its template.
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO mooring_app`);
  });
  return {
    migrateUrl: onDatabase(migrateUrl, name),
    appUrl: onDatabase(runtimeUrl, name),
    drop: () =>
      withClient(superuserUrl, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

function onDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}
