import type { OperationId } from '@/lib/contract/contract';
import type { Operation } from '@/lib/contract/operation';
import type { Transaction } from '@/lib/db/transaction';

/** Ids by the name of the path parameter, of one seeded workspace. */
export type Ids = Record<string, string>;

/** What an owner and install administrator sends, and the status it must get; `refusal` where the seed cannot succeed. */
export type Sample = { body?: unknown; query?: string; status?: number; refusal?: string };
export type World = {
  seeded: { workspaceId: string; ids: Ids };
  bootstrapToken: string;
  invitationToken: string;
  resetToken: string;
};
export type Samples<Group extends Record<string, Operation>> = { [Id in keyof Group]: (world: World) => Sample };

/** What one part of the contract adds to a seeded workspace: path parameters of its own, rows, valid bodies. */
export type Seeds = {
  ids: readonly string[];
  seed(tx: Transaction, workspaceId: string, ids: Ids): Promise<void>;
  bodies(ids: Ids): Partial<Record<OperationId, unknown>>;
};
