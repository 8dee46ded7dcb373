import type { OneTimeLink } from '@/lib/db/generated/prisma/client';
import type { Invitation } from '@/lib/schemas/person';
import { roleSchema } from '@/lib/schemas/role';

export function toInvitation(link: OneTimeLink, now: Date, nameOf: (id: string) => string): Invitation {
  return {
    id: link.id,
    email: link.email ?? '',
    role: roleSchema.parse(link.role),
    createdBy: nameOf(link.createdBy),
    createdAt: link.createdAt.toISOString(),
    expiresAt: link.expiresAt.toISOString(),
    state: stateOf(link, now),
  };
}

function stateOf({ usedAt, revokedAt, expiresAt }: OneTimeLink, now: Date): Invitation['state'] {
  if (usedAt) return 'accepted';
  if (revokedAt) return 'revoked';
  return expiresAt > now ? 'open' : 'expired';
}
