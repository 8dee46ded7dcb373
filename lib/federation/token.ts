import { decodeJwt, decodeProtectedHeader } from 'jose';
import { AppError } from '@/lib/errors/app-error';

/** What a token says about itself. Read without verifying: evidence to show, never a reason to trust. */
export type TokenClaims = {
  issuer: string;
  subject: string;
  audience: string[];
  issuedAt: Date | null;
  expiresAt: Date | null;
  kid: string | null;
  alg: string | null;
  /** From `kubernetes.io`, or the parts of a `system:serviceaccount:` subject; null for other issuers. */
  serviceAccount: { namespace: string; name: string } | null;
};

const MAX_TOKEN_CHARACTERS = 20_000;
const SERVICE_ACCOUNT = /^system:serviceaccount:([a-z0-9][a-z0-9.-]*):([a-z0-9][a-z0-9.-]*)$/;

/** Reads a JWT's claims. Throws `invalid_request` saying what is missing; the token itself is never quoted. */
export function readTokenClaims(token: string): TokenClaims {
  if (token.length > MAX_TOKEN_CHARACTERS) throw unreadable(`it has ${token.length} characters (STS allows 20,000)`);
  let payload: Record<string, unknown>;
  let header: Record<string, unknown>;
  try {
    [payload, header] = [decodeJwt(token), decodeProtectedHeader(token)];
  } catch (cause) {
    throw unreadable('it is not a JWT, or it was cut off', cause);
  }
  if (token.split('.')[2] === '') throw unreadable('it has no signature');
  const { iss, sub, aud } = payload;
  if (typeof iss !== 'string') throw unreadable('it has no issuer (iss)');
  if (typeof sub !== 'string') throw unreadable('it has no subject (sub)');
  const audience = typeof aud === 'string' ? [aud] : aud;
  if (!Array.isArray(audience) || !audience.every((item) => typeof item === 'string') || audience.length === 0) {
    throw unreadable('it has no audience (aud)');
  }
  return {
    issuer: iss,
    subject: sub,
    audience,
    issuedAt: instant(payload.iat),
    expiresAt: instant(payload.exp),
    kid: typeof header.kid === 'string' ? header.kid : null,
    alg: typeof header.alg === 'string' ? header.alg : null,
    serviceAccount: serviceAccountOf(payload, sub),
  };
}

export type ClaimCheck = {
  claim: 'iss' | 'sub' | 'aud' | 'exp' | 'iat';
  expected: string;
  actual: string;
  ok: boolean;
};

/** Compares a token's claims with what the integration expects, claim by claim, with both values as evidence. */
export function checkClaims(
  claims: TokenClaims,
  expected: { issuer: string; subject: string; audience: string },
  now: Date,
): ClaimCheck[] {
  const at = (date: Date | null) => date?.toISOString() ?? 'absent';
  const same = (claim: ClaimCheck['claim'], want: string, actual: string) => ({
    claim,
    expected: want,
    actual,
    ok: want === actual,
  });
  return [
    same('iss', expected.issuer, claims.issuer),
    same('sub', expected.subject, claims.subject),
    same('aud', expected.audience, claims.audience.join(', ')),
    {
      claim: 'exp',
      expected: `after ${now.toISOString()}`,
      actual: at(claims.expiresAt),
      ok: claims.expiresAt !== null && claims.expiresAt > now,
    },
    { claim: 'iat', expected: 'present', actual: at(claims.issuedAt), ok: claims.issuedAt !== null },
  ];
}

function serviceAccountOf(payload: Record<string, unknown>, subject: string): TokenClaims['serviceAccount'] {
  const [, namespace, name] = SERVICE_ACCOUNT.exec(subject) ?? [];
  if (!namespace || !name) return null;
  const bound = payload['kubernetes.io'];
  const claimed = typeof bound === 'object' && bound !== null && 'namespace' in bound ? bound.namespace : namespace;
  return claimed === namespace ? { namespace, name } : null;
}

function instant(seconds: unknown): Date | null {
  return typeof seconds === 'number' && Number.isFinite(seconds) ? new Date(seconds * 1000) : null;
}

function unreadable(why: string, cause?: unknown): AppError {
  return new AppError('invalid_request', `The identity token cannot be read: ${why}.`, { cause });
}
