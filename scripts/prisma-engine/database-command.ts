import pg from 'pg';
import { withClient } from '../pg/database';
import { logError } from './log';

/** PostgreSQL's and the system's error codes as Prisma's (https://www.prisma.io/docs/orm/reference/error-reference). */
const PRISMA_CODES: Record<string, string> = {
  '3D000': 'P1003',
  '28P01': 'P1000',
  '28000': 'P1000',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  ETIMEDOUT: 'P1001',
};

/** Runs `can-connect-to-database`, `create-database` or `drop-database` on `url`. Returns the exit code. */
export async function runDatabaseCommand(command: string, url: string): Promise<number> {
  const target = new URL(url);
  const name = pg.escapeIdentifier(decodeURIComponent(target.pathname.slice(1)));
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  try {
    if (command === 'can-connect-to-database') await execute(target, 'SELECT 1');
    else if (command === 'create-database') await execute(maintenance, `CREATE DATABASE ${name}`);
    else if (command === 'drop-database') await execute(maintenance, `DROP DATABASE ${name} WITH (FORCE)`);
    else throw new Error(`The schema engine has no command ${JSON.stringify(command)}.`);
    return 0;
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    logError((error as Error).message, { is_panic: false, error_code: PRISMA_CODES[code] ?? 'P1011' });
    return 1;
  }
}

function execute(url: URL, sql: string): Promise<unknown> {
  return withClient(url.toString(), (client) => client.query(sql));
}
