import pg from 'pg';
import { getConstructionPlans, getMigrationPlans } from 'pg-boss';
import pgBossPackage from 'pg-boss/package.json' with { type: 'json' };
import { ACTING_ROLES } from './roles';

const SCHEMA = 'pgboss';

/**
 * Brings pg-boss's schema to the version of the library in this build and grants it: the runtime role works on jobs,
 * the acting roles only add them, inside their transactions. Every statement runs here, none is left to a worker,
 * which may not change the schema.
 */
export async function migrateJobs(client: pg.Client, runtime: string, log: (line: string) => void): Promise<void> {
  const target = pgBossPackage.pgboss.schema;
  const version = await installedVersion(client);
  if (version !== undefined && version > target) {
    throw new Error(`The job queue's schema is version ${version}, newer than this build's ${target}. Run that build.`);
  }
  if (version !== target) {
    await client.query(version === undefined ? getConstructionPlans(SCHEMA) : getMigrationPlans(SCHEMA, version));
    log(`job queue schema ${version ?? 'none'} -> ${target}`);
  }
  const login = pg.escapeIdentifier(runtime);
  const acting = ACTING_ROLES.join(', ');
  await client.query(`
    GRANT USAGE ON SCHEMA ${SCHEMA} TO ${login}, ${acting};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${SCHEMA} TO ${login};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${SCHEMA} TO ${login};
    GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA ${SCHEMA} TO ${acting};
  `);
}

async function installedVersion(client: pg.Client): Promise<number | undefined> {
  const table = await client.query<{ name: string | null }>(`SELECT to_regclass('${SCHEMA}.version') AS name`);
  if (!table.rows[0]?.name) return undefined;
  const { rows } = await client.query<{ version: number }>(`SELECT version FROM ${SCHEMA}.version`);
  return rows[0]?.version;
}
