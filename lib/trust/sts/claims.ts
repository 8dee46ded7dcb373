import { refuse, STS_TEXT } from './failures';
import type { StsFailure } from './types';

/** What STS needs of a token, checked for form. Times in epoch seconds. */
export type IdentityClaims = {
  issuer: string;
  subject: string;
  /** `azp` when present, else the one `aud`. */
  audience: string;
  /** `aud` as it stood. */
  audiences: readonly string[];
  issuedAt: number;
  expiresAt: number;
  notBefore: number | null;
};

const REQUIRED = ['iss', 'sub', 'aud', 'iat', 'exp'] as const;

/** STS reckons with clocks that are five minutes off (recorded: exp 24 s ago accepted, 324 s refused). */
export const CLOCK_TOLERANCE_SECONDS = 300;

/** Oldest `iat`: the day that projected Kubernetes tokens may live. Only the text is observed, the limit is not recorded. */
export const MAX_TOKEN_AGE_SECONDS = 86_400;

/** Required claims, then timestamps, then the audience: rules 14 to 19 of facts/sts-recorded.md. */
export function readClaims(
  claims: Readonly<Record<string, unknown>>,
): { ok: true; claims: IdentityClaims } | StsFailure {
  for (const name of REQUIRED) {
    if (claims[name] === undefined) return refuse('InvalidIdentityToken', `Missing a required claim: ${name}`);
  }
  if (claims.sub === null) return refuse('InternalFailure', STS_TEXT.subjectNull);
  const issuedAt = timestamp(claims.iat);
  const expiresAt = timestamp(claims.exp);
  const notBefore = claims.nbf === undefined ? null : timestamp(claims.nbf);
  if (issuedAt === undefined || expiresAt === undefined || notBefore === undefined) {
    return refuse('InvalidIdentityToken', STS_TEXT.timestamp);
  }
  const audiences: unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (claims.azp === undefined && audiences.length > 1) {
    return refuse('InvalidIdentityToken', STS_TEXT.severalAudiences);
  }
  const { iss, sub } = claims;
  const audience = claims.azp === undefined ? audiences[0] : claims.azp;
  if (typeof iss !== 'string' || typeof sub !== 'string' || typeof audience !== 'string') {
    return refuse('InvalidIdentityToken', STS_TEXT.notValidated);
  }
  const texts = audiences.filter((item) => typeof item === 'string');
  return {
    ok: true,
    claims: { issuer: iss, subject: sub, audience, audiences: texts, issuedAt, expiresAt, notBefore },
  };
}

/** Integers, or strings of one; a fraction, null or a word is no timestamp. */
function timestamp(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** The token's times against the server's clock; `now` in epoch seconds. */
export function checkTimes(claims: IdentityClaims, now: number): StsFailure | null {
  const shifted = now - CLOCK_TOLERANCE_SECONDS;
  if (!(shifted < claims.expiresAt)) {
    const text = `Token expired: current date/time ${shifted} must be before the expiration date/time ${claims.expiresAt}`;
    return refuse('ExpiredTokenException', text);
  }
  const latest = now + CLOCK_TOLERANCE_SECONDS;
  if (claims.issuedAt > latest || (claims.notBefore !== null && claims.notBefore > latest)) {
    return refuse('InvalidIdentityToken', STS_TEXT.notValidated);
  }
  const age = now - claims.issuedAt;
  if (age > MAX_TOKEN_AGE_SECONDS + CLOCK_TOLERANCE_SECONDS) {
    return refuse('ExpiredTokenException', `Token too old: ${age}`);
  }
  return null;
}
