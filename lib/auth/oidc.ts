import { decodeJwt } from 'jose';
import { z } from 'zod';

export type OidcConfig = {
  issuerUrl: string;
  clientId: string;
  clientSecret: string;
  name: string;
  /** Providers of one organization that never send email_verified (Entra ID) need it; off by default. */
  trustUnverifiedEmail?: boolean;
};

export const OIDC_PROVIDER_ID = 'sso';
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1024;

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
});
export type OidcDiscovery = z.infer<typeof discoverySchema>;
const tokenAnswerSchema = z.object({ id_token: z.string() });
const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.email(),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]).optional(),
  name: z.string().optional(),
});

export function discoveryUrl(config: OidcConfig): string {
  return `${config.issuerUrl.replace(/\/+$/, '')}/.well-known/openid-configuration`;
}

/** The provider's discovery document; null when it does not answer in 5 s or is not that issuer's (OIDC Discovery 4.3). */
export async function discover(config: OidcConfig): Promise<OidcDiscovery | null> {
  try {
    const document = discoverySchema.parse(await fetchJson(discoveryUrl(config), {}));
    const same = document.issuer.replace(/\/+$/, '') === config.issuerUrl.replace(/\/+$/, '');
    return same ? document : null;
  } catch {
    return null;
  }
}

/** Exchanges the code for the ID token, the one token we want. Bounded in time and size. */
export async function exchangeCode(
  config: OidcConfig,
  discovery: OidcDiscovery,
  data: { code: string; redirectURI: string; codeVerifier?: string | undefined },
): Promise<{ idToken: string }> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: data.code,
    redirect_uri: data.redirectURI,
  });
  if (data.codeVerifier) body.set('code_verifier', data.codeVerifier);
  const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' });
  if (discovery.token_endpoint_auth_methods_supported.includes('client_secret_basic')) {
    const pair = `${encodeURIComponent(config.clientId)}:${encodeURIComponent(config.clientSecret)}`;
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  } else {
    body.set('client_id', config.clientId);
    body.set('client_secret', config.clientSecret);
  }
  const answer = await fetchJson(discovery.token_endpoint, { method: 'POST', headers, body });
  return { idToken: tokenAnswerSchema.parse(answer).id_token };
}

/**
 * The person in an ID token whose signature, issuer, audience and nonce better-auth has checked just before.
 * null without an e-mail address that the provider vouches for.
 */
export function personOf(idToken: string | undefined, config: OidcConfig) {
  if (!idToken) return null;
  const claims = claimsSchema.safeParse(decodeJwt(idToken));
  if (!claims.success) return null;
  const { iss, sub, email, email_verified, name } = claims.data;
  const vouched = email_verified === true || (email_verified === undefined && config.trustUnverifiedEmail === true);
  if (!vouched) return null;
  return { id: `${iss}|${sub}`, sub, iss, email: email.toLowerCase(), emailVerified: true, name: name ?? email };
}

async function fetchJson(url: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok || !response.body) throw new Error(`The OpenID provider answered ${response.status}.`);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > MAX_BYTES) throw new Error('The OpenID provider answered more than 256 KiB.');
    parts.push(part);
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}
