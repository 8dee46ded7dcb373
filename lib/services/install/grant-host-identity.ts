import type { z } from 'zod';
import type { Databases } from '@/lib/db/client';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { grantHostIdentitySchema, type HostIdentity } from '@/lib/schemas/install';
import { writeAudit } from '../audit/write';
import type { ServiceContext } from '../context';
import { isDatabaseRefusal, namesOf } from '../credentials/refusals';
import { directoryWrite } from '../verb';
import { type HostIdentityRow, noSuchHostIdentity, toHostIdentity, WITH_GRANT } from './host-identity';

const input = grantHostIdentitySchema.extend({ hostIdentityId: idSchema });

const grant = directoryWrite({
  access: 'install',
  input,
  async run(tx, { hostIdentityId: id, workspaceId }, context: ServiceContext) {
    const before = await tx.hostIdentity.findUnique({ where: { id }, include: WITH_GRANT });
    if (!before) throw noSuchHostIdentity();
    const workspace = workspaceId === null ? null : await tx.workspace.findUnique({ where: { id: workspaceId } });
    if (workspaceId !== null && !workspace) throw new AppError('not_found', 'There is no such workspace.');
    if (before.grantedWorkspaceId === workspaceId) return { before, after: before, moved: false };
    // Only where nobody granted it to someone else since we looked: of two grants at once one is told so.
    const { count } = await tx.hostIdentity.updateMany({
      where: { id, grantedWorkspaceId: before.grantedWorkspaceId },
      data: { grantedWorkspaceId: workspaceId },
    });
    if (count === 0) {
      throw new AppError(
        'stale_version',
        'Someone granted this host identity at the same moment. Look who has it now.',
      );
    }
    const after = await tx.hostIdentity.findUniqueOrThrow({ where: { id }, include: WITH_GRANT });
    await tellWorkspaces(tx, context, before, after);
    return { before, after, moved: true };
  },
  audit: (_input, { before, after, moved }) =>
    moved
      ? {
          action: after.grantedWorkspaceId ? 'host_identity.grant' : 'host_identity.withdraw',
          target: targetOf(after),
          detail: { from: before.grantedWorkspace, to: after.grantedWorkspace },
          workspaceId: null,
        }
      : null,
});

/**
 * Grants an identity of the host to one workspace, or to none. While credentials of the present one stand on it this is
 * `conflict` and names them: a foreign key holds the grant, so that no race takes it from under a credential.
 */
export async function grantHostIdentity(context: ServiceContext, raw: z.input<typeof input>): Promise<HostIdentity> {
  try {
    return toHostIdentity((await grant(context, raw)).after);
  } catch (error) {
    if (isDatabaseRefusal(error, 'P2003')) throw await hostIdentityInUse(context.db, raw.hostIdentityId);
    throw error;
  }
}

/** The refusal that names the credentials which stand on an identity. */
export async function hostIdentityInUse(db: Databases, id: string): Promise<AppError> {
  const identity = await db.directory.hostIdentity.findUnique({ where: { id }, include: WITH_GRANT });
  const holder = identity?.grantedWorkspace;
  const credentials = holder
    ? await inWorkspace(
        db,
        holder.id,
        (tx) =>
          tx.credential.findMany({
            where: { workspaceId: holder.id, hostIdentityId: id },
            select: { id: true, name: true },
            orderBy: { name: 'asc' },
          }),
        { readOnly: true },
      )
    : [];
  const who = credentials.length > 0 ? `: ${namesOf(credentials)}` : '';
  return new AppError(
    'conflict',
    `Credentials of the workspace ${holder?.name ?? 'that has it'} stand on this host identity${who}. Remove them first.`,
    { details: credentials.map((credential) => ({ message: credential.name, credentialId: credential.id })) },
  );
}

async function tellWorkspaces(
  tx: Transaction,
  context: ServiceContext,
  before: HostIdentityRow,
  after: HostIdentityRow,
) {
  const target = targetOf(after);
  if (before.grantedWorkspaceId) {
    await writeAudit(tx, context, before.grantedWorkspaceId, { action: 'host_identity.withdraw', target });
  }
  if (after.grantedWorkspaceId) {
    await writeAudit(tx, context, after.grantedWorkspaceId, { action: 'host_identity.grant', target });
  }
}

function targetOf({ id, name }: HostIdentityRow) {
  return { kind: 'host_identity', id, label: name };
}
