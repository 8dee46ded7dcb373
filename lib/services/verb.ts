import type { z } from 'zod';
import { inDirectory, inWorkspace, type Transaction, type TransactionOptions } from '@/lib/db/transaction';
import { parseInput } from '@/lib/schemas/parse';
import type { Permission } from '@/lib/schemas/permission';
import { type AuditRecord, writeAudit } from './audit/write';
import { authorize, authorizeAccess, type ServiceContext, type WorkspaceContext, workspaceOf } from './context';

/** What a write says about itself; null when nothing happened (an idempotent repeat). */
type Audit<Input, Output> = (input: Input, output: Output) => AuditRecord | null;

type WorkspaceRead<S extends z.ZodType, Output> = {
  permission: Permission;
  input: S;
  run: (tx: Transaction, input: z.output<S>, context: WorkspaceContext) => Promise<Output>;
};
type WorkspaceWrite<S extends z.ZodType, Output> = WorkspaceRead<S, Output> & {
  audit: Audit<z.output<S>, Output>;
  transaction?: TransactionOptions;
};

/** A verb that reads one workspace: permission, parse, read-only transaction. */
export function workspaceRead<S extends z.ZodType, Output>(verb: WorkspaceRead<S, Output>) {
  return async (context: WorkspaceContext, raw: z.input<S>): Promise<Output> => {
    authorize(context, verb.permission);
    const input = parseInput(verb.input, raw);
    return inWorkspace(context.db, context.workspaceId, (tx) => verb.run(tx, input, context), { readOnly: true });
  };
}

/** A verb that writes one workspace: permission, parse, one transaction that holds the audit row as well. */
export function workspaceWrite<S extends z.ZodType, Output>(verb: WorkspaceWrite<S, Output>) {
  return async (context: WorkspaceContext, raw: z.input<S>): Promise<Output> => {
    authorize(context, verb.permission);
    const input = parseInput(verb.input, raw);
    return inWorkspace(
      context.db,
      context.workspaceId,
      async (tx) => {
        const output = await verb.run(tx, input, context);
        const record = verb.audit(input, output);
        if (record) await writeAudit(tx, context, context.workspaceId, record);
        return output;
      },
      verb.transaction,
    );
  };
}

/** Who may use a directory verb: an install administrator, a workspace's role, anyone signed in, or anyone at all. */
export type DirectoryAccess = 'install' | 'signed-in' | 'public' | Permission;

type DirectoryRead<S extends z.ZodType, Output, Context> = {
  access: DirectoryAccess;
  input: S;
  run: (tx: Transaction, input: z.output<S>, context: Context) => Promise<Output>;
};
type DirectoryWrite<S extends z.ZodType, Output, Context> = DirectoryRead<S, Output, Context> & {
  audit: (input: z.output<S>, output: Output) => (AuditRecord & { workspaceId?: string | null }) | null;
};

/** A verb over the directory (people, tokens, workspaces, settings of the install). */
export function directoryRead<S extends z.ZodType, Output, Context extends ServiceContext = ServiceContext>(
  verb: DirectoryRead<S, Output, Context>,
) {
  return async (context: Context, raw: z.input<S>): Promise<Output> => {
    authorizeAccess(context, verb.access);
    const input = parseInput(verb.input, raw);
    return inDirectory(context.db, (tx) => verb.run(tx, input, context), { readOnly: true });
  };
}

/** The same for writes. The audit row belongs to the workspace the record names (null: the install), else the context's. */
export function directoryWrite<S extends z.ZodType, Output, Context extends ServiceContext = ServiceContext>(
  verb: DirectoryWrite<S, Output, Context>,
) {
  return async (context: Context, raw: z.input<S>): Promise<Output> => {
    authorizeAccess(context, verb.access);
    const input = parseInput(verb.input, raw);
    return inDirectory(context.db, async (tx) => {
      const output = await verb.run(tx, input, context);
      const record = verb.audit(input, output);
      if (record)
        await writeAudit(
          tx,
          context,
          record.workspaceId === undefined ? workspaceOf(context) : record.workspaceId,
          record,
        );
      return output;
    });
  };
}
