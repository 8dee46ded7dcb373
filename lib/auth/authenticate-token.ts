import type { Databases } from '@/lib/db/client';
import { AppError } from '@/lib/errors/app-error';
import { roleSchema } from '@/lib/schemas/role';
import type { Actor } from './actor';
import { hashSecret } from './secrets';

const TOUCH_MS = 60_000;

/**
 * The actor of an API token; its role counts in its own workspace only. `last_used_at` is written at most once a
 * minute. A holder of an expired or revoked token is told so; everyone else learns nothing.
 */
export async function authenticateToken(
  db: Databases,
  secret: string,
  workspaceId: string | null,
  now: Date,
): Promise<Actor> {
  const token = await db.directory.apiToken.findUnique({ where: { tokenHash: hashSecret(secret) } });
  if (!token) throw new AppError('unauthenticated', 'This API token is not known. Check it, or make a new one.');
  if (token.revokedAt) throw new AppError('unauthenticated', 'This API token was revoked. Make a new one.');
  if (token.expiresAt && token.expiresAt <= now) {
    throw new AppError(
      'unauthenticated',
      `This API token expired at ${token.expiresAt.toISOString()}. Make a new one.`,
    );
  }
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() >= TOUCH_MS) {
    await db.directory.apiToken.updateMany({ where: { id: token.id }, data: { lastUsedAt: now } });
  }
  return {
    kind: 'token',
    id: token.id,
    label: `token ${token.name}`,
    installAdmin: token.installAdmin,
    role: token.workspaceId === workspaceId ? roleSchema.parse(token.role) : null,
    workspaceId: token.workspaceId,
  };
}
