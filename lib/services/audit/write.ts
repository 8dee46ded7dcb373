import { v7 as uuidv7 } from 'uuid';
import type { Actor } from '@/lib/auth/actor';
import type { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import type { ServiceContext } from '../context';

/** One line of the audit log. `detail` holds ids, names and before/after values, never a secret. */
export type AuditRecord = {
  action: string;
  target: { kind: string; id: string; label: string };
  detail?: Prisma.InputJsonObject;
  /** Who did it, when the request itself carried no actor: a link that was used, a sign-in. */
  actor?: Pick<Actor, 'kind' | 'id' | 'label'>;
};

/** Inserts the audit row in the operation's own transaction: no row, no operation (SECURITY decision 11). */
export async function writeAudit(
  tx: Transaction,
  context: Pick<ServiceContext, 'actor' | 'requestId' | 'ipAddress'>,
  workspaceId: string | null,
  record: AuditRecord,
): Promise<void> {
  const actor = record.actor ?? context.actor;
  await tx.auditEntry.createMany({
    data: [
      {
        id: uuidv7(),
        workspaceId,
        actorKind: actor.kind,
        actorId: actor.id,
        actorLabel: actor.label,
        action: record.action,
        targetKind: record.target.kind,
        targetId: record.target.id,
        targetLabel: record.target.label,
        detail: record.detail ?? {},
        requestId: context.requestId,
        ipAddress: context.ipAddress,
      },
    ],
  });
}
