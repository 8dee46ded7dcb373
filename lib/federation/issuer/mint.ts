import { randomUUID } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK, SignJWT } from 'jose';
import { AppError } from '@/lib/errors/app-error';
import { TOKEN_LIFETIME_SECONDS } from '../names';

/** A private key ready to sign; not extractable. */
export type Signer = { kid: string; key: CryptoKey };

export type TokenClaimsInput = { issuer: string; subject: string; audience: string };
export type MintedToken = { token: string; jti: string; kid: string; expiresAt: Date };

/** Imports an unsealed private JWK (JSON text). The text should not be kept by the caller. */
export async function openSigner(privateJwk: string): Promise<Signer> {
  const jwk = JSON.parse(privateJwk) as JWK;
  const key = await importJWK({ ...jwk, ext: false }, 'RS256');
  if (!jwk.kid || key instanceof Uint8Array || key.type !== 'private') {
    throw new AppError('internal', 'A stored issuer key is not a private RSA key.');
  }
  return { kid: jwk.kid, key };
}

/**
 * Signs a token with exactly the claims STS requires (iss, sub, aud, iat, exp) and nbf, jti. RS256, ten minutes.
 * `nbf` equals `iat`; STS allows for clock skew by itself.
 */
export async function mintToken(
  signer: Signer,
  claims: TokenClaimsInput,
  options: { now: Date; lifetimeSeconds?: number; jti?: string },
): Promise<MintedToken> {
  const issuedAt = Math.floor(options.now.getTime() / 1000);
  const expires = issuedAt + (options.lifetimeSeconds ?? TOKEN_LIFETIME_SECONDS);
  const jti = options.jti ?? randomUUID();
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256', kid: signer.kid, typ: 'JWT' })
    .setIssuer(claims.issuer)
    .setSubject(claims.subject)
    .setAudience(claims.audience)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(expires)
    .setJti(jti)
    .sign(signer.key);
  return { token, jti, kid: signer.kid, expiresAt: new Date(expires * 1000) };
}

/**
 * A subject that is surely not `subject`, for the negative probe: same shape and workspace with an integration id
 * that no integration has, so that only a policy that pins the whole subject refuses it.
 */
export function foreignSubject(subject: string, random: () => string = randomUUID): string {
  const parts = subject.split(':');
  const last = parts.pop() ?? '';
  const foreign = random();
  if (foreign === last) throw new AppError('internal', 'The foreign subject equals the real one.');
  return [...parts, foreign].join(':');
}
