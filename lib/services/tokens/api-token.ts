import type { ApiToken as Row } from '@/lib/db/generated/prisma/client';
import { roleSchema } from '@/lib/schemas/role';
import type { ApiToken } from '@/lib/schemas/workspace';

export function toApiToken(row: Row, nameOf: (id: string) => string): ApiToken {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    role: roleSchema.parse(row.role),
    installAdmin: row.installAdmin,
    createdBy: nameOf(row.createdBy),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
