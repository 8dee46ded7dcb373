import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type Role, roleRank, roleSchema } from '@/lib/schemas/role';
import { authorizeInstall, foreignWorkspace, type ServiceContext, type WorkspaceContext } from '../context';

/**
 * Locks the workspace's row until the transaction ends, so that changes of who may do what happen one after the
 * other, and answers the actor's role as it is now: a demotion that came first counts. Throws `not_found`.
 */
export async function lockMembers(tx: Transaction, context: WorkspaceContext): Promise<Role> {
  const { actor, workspaceId } = context;
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM directory.workspace WHERE id = ${workspaceId}::uuid FOR UPDATE`;
  if (rows.length === 0) throw foreignWorkspace();
  switch (actor.kind) {
    case 'system':
      return actor.role;
    case 'token': {
      const token = await tx.apiToken.findFirst({ where: { id: actor.id, workspaceId, revokedAt: null } });
      if (!token) throw new AppError('unauthenticated', 'This API token was revoked a moment ago.');
      return roleSchema.parse(token.role);
    }
    case 'user': {
      const member = await tx.membership.findUnique({
        where: { workspaceId_userId: { workspaceId, userId: actor.id } },
      });
      if (!member) throw foreignWorkspace();
      return roleSchema.parse(member.role);
    }
    case 'anonymous':
      throw new AppError('unauthenticated', 'Sign in, or send an API token.');
  }
}

/** Nobody gives or takes a role above their own. Throws `permission_denied`. */
export function assertNotAbove(own: Role, role: Role, what: string): void {
  if (roleRank(role) <= roleRank(own)) return;
  throw new AppError('permission_denied', `Your role is ${own}, so you cannot ${what} ${role}. Ask an owner.`);
}

/**
 * One change of the install's administrators at a time, until the transaction ends; the actor is one still.
 * The key is any constant of ours.
 */
export async function lockInstallAdmins(tx: Transaction, context?: ServiceContext): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('mooring install administrators', 0))`;
  if (!context) return;
  authorizeInstall(context);
  if (context.actor.kind !== 'user') return;
  const still = await tx.user.count({ where: { id: context.actor.id, installAdmin: true } });
  if (still === 0) throw new AppError('permission_denied', 'Only install administrators may do this.');
}
