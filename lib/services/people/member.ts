import type { Membership, User } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import type { Member } from '@/lib/schemas/person';
import { ROLES, type Role, roleRank, roleSchema } from '@/lib/schemas/role';

type MemberRow = Membership & { user: User };

export function toMember({ user, role, createdAt }: MemberRow): Member {
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: roleSchema.parse(role),
    twoFactorEnabled: user.twoFactorEnabled,
    installAdmin: user.installAdmin,
    joinedAt: createdAt.toISOString(),
  };
}

/** The membership with its user; `not_found` for a stranger, as for nobody. */
export async function findMember(tx: Transaction, workspaceId: string, userId: string): Promise<MemberRow> {
  const member = await tx.membership.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
    include: { user: true },
  });
  if (!member) throw notFound('member');
  return member;
}

/** Call under `lockMembers`: a workspace keeps an owner. Throws `conflict`. */
export async function assertOtherOwner(tx: Transaction, workspaceId: string, userId: string): Promise<void> {
  const others = await tx.membership.count({ where: { workspaceId, role: 'owner', userId: { not: userId } } });
  if (others > 0) return;
  throw new AppError('conflict', 'This is the last owner of the workspace. Make someone else an owner first.');
}

/**
 * What a member gave out must not outlast what they may give: their open invitations and their tokens above
 * `role` (all of them when it is null, for someone who leaves) end with it. Answers how many of each.
 */
export async function withdrawGrants(
  tx: Transaction,
  grants: { workspaceId: string; userId: string; role: Role | null; now: Date },
): Promise<{ invitationsRevoked: number; tokensRevoked: number }> {
  const { workspaceId, userId, role, now } = grants;
  const above = ROLES.filter((one) => role === null || roleRank(one) > roleRank(role));
  const where = { workspaceId, createdBy: userId, revokedAt: null, role: { in: above } };
  const links = await tx.oneTimeLink.updateMany({
    where: { ...where, kind: 'invitation', usedAt: null },
    data: { revokedAt: now },
  });
  const tokens = await tx.apiToken.updateMany({ where, data: { revokedAt: now } });
  return { invitationsRevoked: links.count, tokensRevoked: tokens.count };
}
