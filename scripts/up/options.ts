import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../lib/root';
import { UserError } from './user-error';

export type UpOptions = {
  port: number;
  dataDirectory: string;
  sandbox: boolean;
  publicUrl: string;
  /** Undefined without a sandbox, unless it is set: AWS has to reach it. */
  issuerUrl: string | undefined;
  /** An outside PostgreSQL; undefined: the embedded one. */
  database: { runtimeUrl: string; migrateUrl: string } | undefined;
};

/** The sandbox is told where this name really listens; nothing else resolves it (RFC 6761: `test` never exists). */
const SANDBOX_ISSUER = 'https://issuer.mooring.test';

/** Reads flags and environment. Throws a UserError that names the variable or flag that is wrong. */
export function readOptions(argv: string[], env: NodeJS.ProcessEnv): UpOptions {
  const sandbox = !readFlags(argv).includes('no-sandbox');
  const port = readPort(env.PORT);
  return {
    port,
    sandbox,
    dataDirectory: resolve(ROOT, env.MOORING_DATA_DIR || '.mooring'),
    publicUrl: env.MOORING_PUBLIC_URL || `http://localhost:${port}`,
    issuerUrl: env.MOORING_ISSUER_URL || (sandbox ? SANDBOX_ISSUER : undefined),
    database: readDatabase(env),
  };
}

function readFlags(argv: string[]): string[] {
  try {
    return Object.keys(parseArgs({ args: argv, options: { 'no-sandbox': { type: 'boolean' } } }).values);
  } catch (error) {
    throw new UserError(`${(error as Error).message}\nSee npm run up -- --help.`);
  }
}

function readPort(text = ''): number {
  if (text === '') return 3000;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UserError(`PORT must be a number from 1 to 65535, and is ${JSON.stringify(text)}.`);
}

function readDatabase(env: NodeJS.ProcessEnv): UpOptions['database'] {
  const { DATABASE_URL: runtimeUrl, MOORING_MIGRATE_DATABASE_URL: migrateUrl } = env;
  if (!runtimeUrl && !migrateUrl) return undefined;
  if (runtimeUrl && migrateUrl) return { runtimeUrl, migrateUrl };
  const missing = runtimeUrl ? 'MOORING_MIGRATE_DATABASE_URL' : 'DATABASE_URL';
  throw new UserError(
    `An outside PostgreSQL needs two URLs, and ${missing} is missing: DATABASE_URL for the runtime role, MOORING_MIGRATE_DATABASE_URL for the role that owns the database.`,
  );
}
