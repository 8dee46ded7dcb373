/**
 * The endpoints of better-auth that Mooring offers, below /api/auth. Everything else it brings (sign-up, account
 * linking, e-mail change, listing raw session tokens …) answers 404: a way in that nobody uses is not a feature.
 */
const OFFERED = new Set([
  '/sign-in/email',
  '/sign-in/social',
  '/callback/sso',
  '/sign-out',
  '/change-password',
  '/revoke-other-sessions',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
]);

export const AUTH_BASE_PATH = '/api/auth';

export function isOffered(url: string): boolean {
  const { pathname } = new URL(url);
  return pathname.startsWith(AUTH_BASE_PATH) && OFFERED.has(pathname.slice(AUTH_BASE_PATH.length));
}

/** Only these need the OpenID provider to answer. */
export function needsProvider(url: string): boolean {
  const { pathname } = new URL(url);
  return pathname.endsWith('/sign-in/social') || pathname.includes('/callback/');
}
