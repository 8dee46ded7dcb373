import type { Databases } from '@/lib/db/client';
import { AppError } from '@/lib/errors/app-error';
import { roleSchema } from '@/lib/schemas/role';
import { type Actor, ANONYMOUS } from './actor';
import type { Auth } from './auth';
import { authenticateToken } from './authenticate-token';

export type AuthenticateDependencies = { db: Databases; auth: Auth; now: () => Date };

/**
 * Who asks: the API token of `Authorization: Bearer …`, else the session cookie, else nobody. `role` is looked up
 * afresh for `workspaceId`; null for one the actor is not in. Throws `unauthenticated` for a credential that does
 * not hold, and never falls back from a bad token to a cookie.
 */
export async function authenticate(
  { db, auth, now }: AuthenticateDependencies,
  headers: Headers,
  workspaceId: string | null,
): Promise<Actor> {
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const secret = /^Bearer +([\x21-\x7e]{16,300})$/i.exec(authorization.trim())?.[1];
    if (!secret) throw new AppError('unauthenticated', 'The Authorization header is not "Bearer <API token>".');
    return authenticateToken(db, secret, workspaceId, now());
  }
  const session = await auth.session(headers);
  if (!session) return ANONYMOUS;
  const membership =
    workspaceId === null || !isUuid(workspaceId)
      ? null
      : await db.directory.membership.findUnique({
          where: { workspaceId_userId: { workspaceId, userId: session.userId } },
          select: { role: true },
        });
  return {
    kind: 'user',
    id: session.userId,
    label: session.email,
    installAdmin: session.installAdmin,
    role: membership ? roleSchema.parse(membership.role) : null,
  };
}

/** True when the request rides on a cookie alone, so that a write needs `assertSameOrigin`. */
export function ridesOnCookie(headers: Headers): boolean {
  return headers.get('authorization') === null;
}

function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
