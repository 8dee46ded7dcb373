import type { SigningAlgorithm } from './token';
import type { PublishedKey } from './types';

/** Of more keys than this of one type, STS uses none of that type (101 recorded). */
export const MAX_KEYS_PER_TYPE = 100;

export type KeyChoice =
  | { found: true; key: PublishedKey }
  /** `absent`: "couldn't retrieve verification key"; `unusable`: the key is there and cannot verify. */
  | { found: false; reason: 'absent' | 'unusable' };

const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const;

/** The key type that an algorithm needs. */
export function keyTypeOf(algorithm: SigningAlgorithm): 'RSA' | 'EC' {
  return algorithm.startsWith('RS') ? 'RSA' : 'EC';
}

/**
 * Picks the verification key as STS does: by kid, the last of equal ones, the JWK's own `alg` ignored; without a kid only
 * when the set holds exactly one key, and that has one. Rules 2 to 10 of facts/sts-recorded.md.
 */
export function chooseKey(
  keys: readonly PublishedKey[],
  algorithm: SigningAlgorithm,
  keyId: string | undefined,
): KeyChoice {
  const wanted = keyId === undefined && keys.length === 1 ? keys[0]?.kid : keyId;
  if (typeof wanted !== 'string' || wanted === '') return { found: false, reason: 'absent' };
  const key = keys.filter(isForSignatures).findLast((candidate) => candidate.kid === wanted);
  if (!key) return { found: false, reason: 'absent' };
  if (key.kty !== keyTypeOf(algorithm)) return { found: false, reason: 'unusable' };
  if (keys.filter((other) => other.kty === key.kty).length > MAX_KEYS_PER_TYPE)
    return { found: false, reason: 'absent' };
  if (key.key_ops !== undefined) return { found: false, reason: 'unusable' };
  if (algorithm in CURVES && key.crv !== CURVES[algorithm as keyof typeof CURVES]) {
    return { found: false, reason: 'unusable' };
  }
  return { found: true, key };
}

/** A key with `use: enc`, or without its numbers (x5c alone is not enough), is as if it were not there. */
function isForSignatures(key: PublishedKey): boolean {
  if (key.use !== undefined && key.use !== 'sig') return false;
  if (key.kty === 'RSA') return typeof key.n === 'string' && typeof key.e === 'string';
  return key.kty === 'EC' && typeof key.x === 'string' && typeof key.y === 'string' && typeof key.crv === 'string';
}
