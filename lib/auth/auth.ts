import { type BetterAuthInput, type ConfiguredAuth, configureBetterAuth } from './better-auth';
import { CLIENT_ADDRESS_HEADER, clientAddress } from './client-address';
import { isOffered, needsProvider } from './offered-paths';
import { discover, type OidcConfig } from './oidc';
import { isIdle, TOUCH_MS } from './session-age';

export type AuthInput = Omit<BetterAuthInput, 'oidc' | 'now'> & { oidc: OidcConfig | null; now?: () => Date };
export type SignedIn = { userId: string; email: string; name: string; installAdmin: boolean };

export type Auth = {
  /** Answers /api/auth/*: sign-in, second factor, single sign-on, sign-out. */
  handler(request: Request): Promise<Response>;
  /** Who the request's cookie signs in, or null. Extends the session's use; never its seven days. */
  session(headers: Headers): Promise<SignedIn | null>;
};

const RETRY_MS = 30_000;
const MAX_BODY_BYTES = 16 * 1024;

/** Sign-in for one process. A provider that is down delays only single sign-on, and is asked again every 30 s. */
export function createAuth(input: AuthInput): Auth {
  const now = input.now ?? (() => new Date());
  const configure = (oidc: BetterAuthInput['oidc']) => configureBetterAuth({ ...input, oidc, now });
  const { origin } = new URL(input.publicUrl);
  let configured: ConfiguredAuth = configure(null);
  let withProvider = input.oidc === null;
  let triedAt = Number.NEGATIVE_INFINITY;

  async function reachProvider(config: OidcConfig): Promise<void> {
    if (withProvider || Date.now() - triedAt < RETRY_MS) return;
    triedAt = Date.now();
    const discovery = await discover(config);
    if (!discovery || withProvider) return;
    configured = configure({ config, discovery });
    withProvider = true;
  }

  return {
    async handler(request) {
      if (!isOffered(request.url)) return refusal(404, 'not_found', 'There is no such operation.');
      if (request.method !== 'GET' && request.headers.get('origin') !== origin) {
        return refusal(403, 'permission_denied', 'This request came from another site.');
      }
      if (input.oidc && needsProvider(request.url)) {
        await reachProvider(input.oidc);
        if (!withProvider)
          return refusal(503, 'upstream_unavailable', 'The OpenID provider does not answer. Try again.');
      }
      const body = await readBody(request);
      if (body === null) return refusal(413, 'payload_too_large', 'The body is larger than sign-in takes.');
      const headers = new Headers(request.headers);
      headers.delete(CLIENT_ADDRESS_HEADER);
      const address = clientAddress(request.headers);
      if (address) headers.set(CLIENT_ADDRESS_HEADER, address);
      const response = await configured.handler(
        new Request(request.url, { method: request.method, headers, ...(body.length > 0 ? { body } : {}) }),
      );
      response.headers.set('cache-control', 'no-store');
      return response;
    },

    async session(headers) {
      const found = await configured.api.getSession({ headers, query: { disableRefresh: true } });
      if (!found || isIdle(found.session, now())) return null;
      const { id, updatedAt } = found.session;
      if (now().getTime() - updatedAt.getTime() > TOUCH_MS) {
        await input.directory.session.updateMany({ where: { id }, data: { updatedAt: now() } });
      }
      const { user } = found;
      return { userId: user.id, email: user.email, name: user.name, installAdmin: user.installAdmin === true };
    },
  };
}

/** The whole body, or null when it is larger than any sign-in form. */
async function readBody(request: Request): Promise<Buffer<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refusal(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: { 'cache-control': 'no-store' } });
}
