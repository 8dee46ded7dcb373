import type { Databases } from './client';
import type { Prisma } from './generated/prisma/client';

/** A transaction's client. Tenant and directory transactions have the same type; their roles differ. */
export type Transaction = Prisma.TransactionClient;

export type TransactionOptions = { readOnly?: boolean; timeoutMs?: number };

/** Runs `work` as the tenant role with row-level security set to `workspaceId`, in one transaction. */
export function inWorkspace<T>(
  db: Databases,
  workspaceId: string,
  work: (tx: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  return db.tenant.$transaction(
    async (tx) => {
      if (options.readOnly) await tx.$executeRaw`SET TRANSACTION READ ONLY`;
      await tx.$executeRaw`SELECT set_config('mooring.workspace_id', ${workspaceId}, true)`;
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
