import { AppError } from '@/lib/errors/app-error';

/**
 * A write that rides on a cookie must come from our own pages: the Origin header equals the public URL's origin.
 * Throws `permission_denied`. Requests with an Authorization header carry no ambient authority and need no check.
 */
export function assertSameOrigin(headers: Headers, publicUrl: string): void {
  const origin = headers.get('origin');
  if (origin === new URL(publicUrl).origin) return;
  const message =
    origin === null
      ? 'A write with a session cookie needs the Origin header. Scripts use an API token instead.'
      : 'This request came from another site, so the session cookie does not count. Check MOORING_PUBLIC_URL if it is your own.';
  throw new AppError('permission_denied', message);
}
