import type { Prisma } from '@/lib/db/generated/prisma/client';
import { AppError } from '@/lib/errors/app-error';
import type { HostIdentity } from '@/lib/schemas/install';

export const WITH_GRANT = {
  grantedWorkspace: { select: { id: true, name: true } },
} as const satisfies Prisma.HostIdentityInclude;
export type HostIdentityRow = Prisma.HostIdentityGetPayload<{ include: typeof WITH_GRANT }>;

export function toHostIdentity(row: HostIdentityRow): HostIdentity {
  const { path = null, profile = null } = row.config as { path?: string; profile?: string };
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as HostIdentity['kind'],
    path,
    profile,
    grantedWorkspace: row.grantedWorkspace,
    createdAt: row.createdAt.toISOString(),
  };
}

export function noSuchHostIdentity(): AppError {
  return new AppError('not_found', 'There is no such host identity.');
}
