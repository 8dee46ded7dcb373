import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/prisma/client';
import { statementName } from './named';

/**
 * Two pools on one runtime URL, each bound to its database role from the first byte of every connection:
 * `tenant` sees the workspace its transaction names, `directory` what exists before a workspace is known.
 */
export type Databases = {
  url: string;
  tenant: PrismaClient;
  directory: PrismaClient;
  close(): Promise<void>;
};

export type DatabaseOptions = { tenantConnections?: number; directoryConnections?: number };

export function openDatabases(url: string, options: DatabaseOptions = {}): Databases {
  const tenant = client(url, 'mooring_tenant', options.tenantConnections ?? 10);
  const directory = client(url, 'mooring_directory', options.directoryConnections ?? 5);
  return {
    url,
    tenant,
    directory,
    async close() {
      await Promise.all([tenant.$disconnect(), directory.$disconnect()]);
    },
  };
}

/** Connection options that make PostgreSQL take `role` at start, with bounds on waiting and running. */
export function connectionOptions(url: string, role: 'mooring_tenant' | 'mooring_directory') {
  return {
    connectionString: url,
    options: `-c role=${role} -c statement_timeout=60000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000`,
    connectionTimeoutMillis: 10_000,
    application_name: role.replace('_', '-'),
  };
}

function client(url: string, role: 'mooring_tenant' | 'mooring_directory', max: number): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg({ ...connectionOptions(url, role), max }, { statementNameGenerator: statementName }),
    transactionOptions: { maxWait: 10_000, timeout: 60_000 },
  });
}
