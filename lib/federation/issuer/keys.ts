import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

export const KEY_STATES = ['next', 'active', 'retiring', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** The public half of an RSA-2048 signing key, exactly as published: nothing but these members (AWS refuses `key_ops`). */
export type PublicJwk = { kty: 'RSA'; n: string; e: string; kid: string; use: 'sig'; alg: 'RS256' };

/**
 * One signing key. `createdAt` is when it was published as next; `activatedAt`, `retiredAt`, `revokedAt` when it
 * reached those states (null = not yet). The private half is a sealed value beside it, never part of this record.
 */
export type IssuerKey = {
  id: string;
  kid: string;
  state: KeyState;
  publicJwk: PublicJwk;
  createdAt: Date;
  activatedAt: Date | null;
  retiredAt: Date | null;
  revokedAt: Date | null;
};

export type GeneratedKey = { kid: string; publicJwk: PublicJwk; privateJwk: string };

/** A new RSA-2048 key; its kid is the JWK thumbprint (RFC 7638). `privateJwk` is JSON text, to be sealed at once. */
export async function generateIssuerKey(): Promise<GeneratedKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const { n, e } = await exportJWK(publicKey);
  if (!n || !e) throw new TypeError('generateKeyPair gave no RSA key');
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n, e });
  const privateJwk = JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' });
  return { kid, publicJwk: { kty: 'RSA', n, e, kid, use: 'sig', alg: 'RS256' }, privateJwk };
}

/** What a verifier may see: every key that signs, signed lately or will sign. Oldest first, so the text is stable. */
export function publishedJwks(keys: readonly IssuerKey[]): { keys: PublicJwk[] } {
  const published = keys.filter((key) => key.state !== 'revoked');
  published.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.kid < b.kid ? -1 : 1));
  return {
    keys: published.map(({ publicJwk: { kty, n, e, kid, use, alg } }) => ({ kty, n, e, kid, use, alg })),
  };
}

/** The key to sign with now, or null: then `planRotation` makes one. */
export function signingKey(keys: readonly IssuerKey[]): IssuerKey | null {
  return keys.find((key) => key.state === 'active') ?? null;
}
