import pg from 'pg';
import { scramVerifier } from '../pg/scram';
import { loginProblem } from './runtime';

/** What the runtime role acts as, one at a time: within a workspace, and before one is known. They never log in. */
export const ACTING_ROLES = ['mooring_tenant', 'mooring_directory'] as const;

/**
 * Makes the runtime login role and the two acting roles when missing, and lets only them into the database.
 * NOINHERIT: a connection that did not take a role sees no table. An existing login role gets the URL's password
 * when it does not let it in. Does nothing, and needs nothing, where a superuser prepared all of it.
 */
export async function ensureRoles(client: pg.Client, runtimeUrl: string): Promise<void> {
  const { username, password } = credentialsOf(runtimeUrl);
  const migrator = await refuseSharedRole(client, username);
  try {
    for (const role of ACTING_ROLES) await createRole(client, role, 'NOLOGIN NOINHERIT');
    const verifier = pg.escapeLiteral(scramVerifier(password));
    const created = await createRole(client, username, `LOGIN NOINHERIT PASSWORD ${verifier}`);
    await grantMemberships(client, username);
    await closeDatabase(client, username);
    if (!created && (await loginProblem(runtimeUrl)) === '28P01') {
      await client.query(`ALTER ROLE ${pg.escapeIdentifier(username)} PASSWORD ${verifier}`);
    }
  } catch (cause) {
    const INSUFFICIENT_PRIVILEGE = '42501';
    if ((cause as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw new Error(whatASuperuserRuns(migrator, username), { cause });
  }
}

function credentialsOf(url: string): { username: string; password: string } {
  const { username, password } = new URL(url);
  if (!username || !password) throw new Error('DATABASE_URL must name the runtime role and its password.');
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

async function refuseSharedRole(client: pg.Client, runtime: string): Promise<string> {
  const { rows } = await client.query<{ name: string }>('SELECT current_user AS name');
  const migrator = rows[0]?.name ?? '';
  if (migrator !== runtime) return migrator;
  throw new Error(
    `DATABASE_URL and MOORING_MIGRATE_DATABASE_URL name the same role, ${runtime}. Row-level security does not bind the owner of a table: give DATABASE_URL a role of its own (it is created).`,
  );
}

async function createRole(client: pg.Client, name: string, options: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  if (rowCount) return false;
  try {
    await client.query(`CREATE ROLE ${pg.escapeIdentifier(name)} ${options}`);
    return true;
  } catch (error) {
    // Roles belong to the whole server: a migration of another database may have made it meanwhile.
    const raced = ['42710', '23505'].includes((error as { code?: string }).code ?? '');
    if (raced) return false;
    throw error;
  }
}

async function grantMemberships(client: pg.Client, member: string): Promise<void> {
  for (const role of ACTING_ROLES) {
    const { rowCount } = await client.query(
      `SELECT FROM pg_auth_members WHERE roleid = $1::regrole AND member = quote_ident($2)::regrole`,
      [role, member],
    );
    if (!rowCount) await client.query(`GRANT ${role} TO ${pg.escapeIdentifier(member)}`);
  }
}

/** By default every role of a server may connect to every database of it. Only the database's owner can change that. */
async function closeDatabase(client: pg.Client, runtime: string): Promise<void> {
  const { rows } = await client.query<{ name: string; owned: boolean }>(
    `SELECT datname AS name, pg_has_role(datdba, 'USAGE') AS owned FROM pg_database WHERE datname = current_database()`,
  );
  const database = rows[0];
  if (!database?.owned) return;
  const name = pg.escapeIdentifier(database.name);
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${pg.escapeIdentifier(runtime)}`);
  await client.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC`);
}

function whatASuperuserRuns(migrator: string, runtime: string): string {
  const [owner, login] = [migrator, runtime].map((name) => pg.escapeIdentifier(name));
  return [
    `The migrator's role ${migrator} may not make the roles Mooring runs as. Either let it:`,
    `  ALTER ROLE ${owner} CREATEROLE;`,
    'or make them as a superuser, with the password of DATABASE_URL:',
    ...ACTING_ROLES.map((role) => `  CREATE ROLE ${role} NOLOGIN NOINHERIT;`),
    `  CREATE ROLE ${login} LOGIN NOINHERIT PASSWORD '...';`,
    `  GRANT ${ACTING_ROLES.join(', ')} TO ${login};`,
  ].join('\n');
}
