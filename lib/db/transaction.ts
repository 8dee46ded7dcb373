import type { Databases } from './client';
import type { Prisma } from './generated/prisma/client';
import { NAMED } from './named';

/** A transaction's client. Tenant and directory transactions have the same type; their roles differ. */
export type Transaction = Prisma.TransactionClient;

export type TransactionOptions = { readOnly?: boolean; timeoutMs?: number };

// One statement, prepared once a connection: each request begins with it.
const WRITABLE_SQL = `${NAMED} SELECT set_config('mooring.workspace_id', $1, true)`;
const READ_ONLY_SQL = `${NAMED} SELECT set_config('mooring.workspace_id', $1, true), set_config('transaction_read_only', 'on', true)`;

/** Runs `work` as the tenant role with row-level security set to `workspaceId`, in one transaction. */
export function inWorkspace<T>(
  db: Databases,
  workspaceId: string,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return db.tenant.$transaction(
    async (tx) => {
      await (options.readOnly
        ? tx.$executeRawUnsafe(READ_ONLY_SQL, workspaceId)
        : tx.$executeRawUnsafe(WRITABLE_SQL, workspaceId));
      return work(tx);
    },
    options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs },
  );
}

/** Runs `work` as the directory role, in one transaction. */
export function inDirectory<T>(
  db: Databases,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return db.directory.$transaction(
    async (tx) => {
      if (options.readOnly) await tx.$executeRaw`SET TRANSACTION READ ONLY`;
      return work(tx);
    },
    options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs },
  );
}
