import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { AppError } from '@/lib/errors/app-error';
import { readTokenClaims, type TokenClaims } from '../token';
import type { PublicJwk } from './keys';

/**
 * Verifies a token against an issuer's published keys as a strict verifier does: RS256 only, typ JWT (or none),
 * exact issuer and audience, all of sub, iat, exp required; keys inside the token are never looked at.
 * Throws `invalid_request` with the first thing that is wrong.
 */
export async function verifyIssuedToken(
  token: string,
  jwks: { keys: readonly PublicJwk[] },
  expected: { issuer: string; audience: string; now: Date; toleranceSeconds?: number },
): Promise<TokenClaims> {
  try {
    const { protectedHeader } = await jwtVerify(token, createLocalJWKSet({ keys: [...jwks.keys] }), {
      algorithms: ['RS256'],
      issuer: expected.issuer,
      audience: expected.audience,
      requiredClaims: ['sub', 'iat', 'exp'],
      currentDate: expected.now,
      clockTolerance: expected.toleranceSeconds ?? 0,
    });
    if (protectedHeader.typ !== undefined && protectedHeader.typ.toUpperCase() !== 'JWT') {
      throw new errors.JWTInvalid('its typ is not JWT');
    }
    return readTokenClaims(token);
  } catch (cause) {
    const reason = cause instanceof errors.JOSEError ? `${cause.code}: ${cause.message}` : 'it is not a token';
    throw new AppError('invalid_request', `The token does not verify (${reason}).`, { cause });
  }
}
