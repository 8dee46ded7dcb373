import { createHash, randomBytes } from 'node:crypto';

export const API_TOKEN_PREFIX = 'mooring_';
const SECRET_BYTES = 32;

/** A secret of 256 random bits in base64url: the part of a one-time link after `token=`. */
export function newLinkSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** An API token: `mooring_` and 256 random bits, so that secret scanners can recognise one. */
export function newApiToken(): string {
  return `${API_TOKEN_PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/**
 * What is stored of a secret. Plain SHA-256 is enough for 256 random bits, and its lookup by a unique index
 * compares digests, so timing tells nothing about the secret.
 */
export function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret, 'utf8').digest());
}
