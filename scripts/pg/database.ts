import { realpathSync } from 'node:fs';
import pg from 'pg';
import { scramVerifier } from './scram';

const MIGRATOR = 'mooring_migrator';

/** Whether the server behind `url` is the one whose data directory is `data`. Not reachable: false. */
export async function isOurs(url: string, data: string): Promise<boolean> {
  try {
    return await withClient(url, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return rows[0]?.data_directory === data || rows[0]?.data_directory === realpathSync(data);
    });
  } catch {
    return false;
  }
}

/** Makes the database `name` and the migrator that owns it, when missing. Returns the migrator's URL. */
export async function ensureDatabase(superuserUrl: string, password: string, name = 'mooring'): Promise<string> {
  await withClient(superuserUrl, async (client) => {
    const role = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [MIGRATOR]);
    if (role.rowCount === 0) {
      const verifier = pg.escapeLiteral(scramVerifier(password));
      await client.query(`CREATE ROLE ${MIGRATOR} LOGIN CREATEROLE PASSWORD ${verifier}`);
    }
    const database = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (database.rowCount === 0) {
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${MIGRATOR}`);
    }
  });
  const url = new URL(superuserUrl);
  url.username = MIGRATOR;
  url.password = password;
  url.pathname = `/${name}`;
  return url.toString();
}

/** Runs `work` on one connection to `url` and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks between queries is reported by the next query, not by a crash.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
