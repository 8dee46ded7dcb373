import { refuse, STS_TEXT } from './failures';
import type { StsFailure } from './types';

export type SigningAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'ES256' | 'ES384' | 'ES512';

const ALGORITHMS = {
  RS256: true,
  RS384: true,
  RS512: true,
  ES256: true,
  ES384: true,
  ES512: true,
} as const satisfies Record<SigningAlgorithm, true>;

/** A token taken apart; nothing in it is verified yet. */
export type DecodedToken = {
  algorithm: SigningAlgorithm;
  /** Undefined when the header has no kid. */
  keyId: string | undefined;
  claims: Readonly<Record<string, unknown>>;
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
};

/** Takes a compact JWT apart. A `crit` header is refused as STS does (recorded); repeated claims: the last counts. */
export function decodeToken(token: string): { ok: true; token: DecodedToken } | StsFailure {
  const parts = token.split('.');
  const [head, body, tail] = parts;
  const header = parts.length === 3 ? readObject(head) : null;
  const claims = readObject(body);
  const signature = bytes(tail);
  if (!header || !claims || !signature || 'crit' in header) return refuse('InvalidIdentityToken', STS_TEXT.notAJwt);
  const { alg, kid } = header;
  if (typeof alg !== 'string' || !isAlgorithm(alg)) return refuse('InvalidIdentityToken', STS_TEXT.notValidated);
  const keyId = kid === undefined ? undefined : typeof kid === 'string' ? kid : '';
  const signed = new TextEncoder().encode(`${head}.${body}`);
  return { ok: true, token: { algorithm: alg, keyId, claims, signed, signature } };
}

/** The claims of a token for display and comparison, unverified; null when it is no JWT. */
export function peekClaims(token: string): Readonly<Record<string, unknown>> | null {
  return readObject(token.split('.')[1]);
}

function isAlgorithm(text: string): text is SigningAlgorithm {
  return Object.hasOwn(ALGORITHMS, text);
}

function readObject(part: string | undefined): Record<string, unknown> | null {
  const raw = bytes(part);
  if (!raw) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

function bytes(part: string | undefined): Uint8Array<ArrayBuffer> | null {
  if (!part || !/^[A-Za-z0-9_-]+$/.test(part)) return null;
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
