import type { User as Row } from '@/lib/db/generated/prisma/client';

type UserRow = Row & { _count: { memberships: number } };
export const withCount = { _count: { select: { memberships: true } } } as const;

export function toUser({ id, name, email, installAdmin, twoFactorEnabled, createdAt, _count }: UserRow) {
  return {
    id,
    name,
    email,
    installAdmin,
    twoFactorEnabled,
    createdAt: createdAt.toISOString(),
    workspaces: _count.memberships,
  };
}
