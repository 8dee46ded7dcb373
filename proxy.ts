import { type NextRequest, NextResponse } from 'next/server';

/**
 * Gives each page a Content-Security-Policy with a nonce of its own. It routes and decides nothing: authorization is in
 * the data layer (SECURITY decision 1).
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // Radix and charts set style attributes; no style can carry a script.
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('cache-control', 'no-store');
  return response;
}

/** Pages only: not the API, the issuer's cacheable documents, or static files. */
export const config = { matcher: ['/((?!api/|oidc/|_next/|healthz|readyz|metrics|icon.svg).*)'] };
