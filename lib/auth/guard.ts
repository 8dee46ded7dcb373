import type { BetterAuthPlugin } from 'better-auth';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import type { PrismaClient } from '@/lib/db/generated/prisma/client';
import { isAppError } from '@/lib/errors/app-error';
import { clearPasswordAttempts, takePasswordAttempt } from './account-limit';
import { CLIENT_ADDRESS_HEADER } from './client-address';
import type { AuthPeople, SignInEvent } from './people';
import { isIdle } from './session-age';

type Dependencies = { directory: PrismaClient; people: AuthPeople; now: () => Date };
type Done = Omit<SignInEvent, 'email' | 'ipAddress'>;

/** Which paths are worth a line in the audit log when they succeed. */
const RECORDED: Record<string, Done> = {
  '/sign-in/email': { action: 'session.signed_in', method: 'password' },
  '/two-factor/verify-totp': { action: 'session.signed_in', method: 'totp' },
  '/two-factor/verify-backup-code': { action: 'session.signed_in', method: 'backup_code' },
  '/callback/:id': { action: 'session.signed_in', method: 'single_sign_on' },
  '/sign-out': { action: 'session.signed_out' },
  '/two-factor/disable': { action: 'two_factor.disabled' },
  '/two-factor/generate-backup-codes': { action: 'two_factor.backup_codes_made' },
  '/change-password': { action: 'password.changed' },
};

/**
 * Our rules around better-auth's endpoints: idle sessions end, an account has a bounded number of password
 * attempts, ways in that we do not offer are refused, and what happened is told to `people.record`.
 * It stands after the other plugins, so that a password without its second factor is no sign-in yet.
 */
export function guard({ directory, people, now }: Dependencies): BetterAuthPlugin {
  const before = createAuthMiddleware(async (ctx) => {
    const body = (ctx.body ?? {}) as Record<string, unknown>;
    const token = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret);
    const found = token ? await ctx.context.internalAdapter.findSession(token) : null;
    if (found && isIdle(found.session, now())) await ctx.context.internalAdapter.deleteSession(found.session.token);
    if (ctx.path === '/sign-out' && found) {
      await people.record({ action: 'session.signed_out', email: found.user.email, ipAddress: addressOf(ctx.headers) });
    }
    if (ctx.path === '/sign-in/social' && body.idToken !== undefined)
      throw refused('ID tokens are not taken directly.');
    if (body.trustDevice) throw refused('Devices are not remembered: the second factor is asked each time.');
    if (ctx.path !== '/sign-in/email' || typeof body.email !== 'string') return;
    await takePasswordAttempt(directory, body.email, now()).catch((error: unknown) => {
      if (!isAppError(error)) throw error;
      throw new APIError('TOO_MANY_REQUESTS', { code: error.code, message: error.message });
    });
  });

  const after = createAuthMiddleware(async (ctx) => {
    const { returned, newSession, session } = ctx.context;
    const typed = (ctx.body as { email?: unknown } | undefined)?.email;
    const ipAddress = addressOf(ctx.headers);
    if (ctx.path === '/sign-in/email' && typeof typed === 'string') {
      if (returned instanceof APIError) {
        if (returned.statusCode === 401) await people.record({ action: 'session.refused', email: typed, ipAddress });
        return;
      }
      await clearPasswordAttempts(directory, typed);
    }
    if (returned instanceof APIError && !newSession) return;
    const done = ctx.path === undefined || ctx.path === '/sign-out' ? undefined : RECORDED[ctx.path];
    const user = newSession?.user ?? session?.user;
    if (!done || !user || (done.action === 'session.signed_in' && !newSession)) return;
    // A signed-in user's first code is what turns the second factor on, not a sign-in.
    const enabling = done.method === 'totp' && session !== null;
    const event: Done = enabling ? { action: 'two_factor.enabled' } : done;
    await people.record({ ...event, email: user.email, ipAddress });
  });

  const all = () => true;
  return {
    id: 'mooring-guard',
    hooks: { before: [{ matcher: all, handler: before }], after: [{ matcher: all, handler: after }] },
  };
}

function addressOf(headers: Headers | undefined): string | null {
  return headers?.get(CLIENT_ADDRESS_HEADER) || null;
}

function refused(message: string): APIError {
  return new APIError('BAD_REQUEST', { code: 'not_offered', message });
}
