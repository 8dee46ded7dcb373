import { exportJWK, importX509 } from 'jose';
import { keyTypeOf } from './keys';
import type { DecodedToken, SigningAlgorithm } from './token';
import type { PublishedKey } from './types';

export type SignatureVerdict = 'valid' | 'invalid' | 'key-conflict';

const HASH = {
  RS256: 'SHA-256',
  RS384: 'SHA-384',
  RS512: 'SHA-512',
  ES256: 'SHA-256',
  ES384: 'SHA-384',
  ES512: 'SHA-512',
} as const satisfies Record<SigningAlgorithm, string>;

/**
 * Verifies a token with one published key by WebCrypto. The header's algorithm chooses the hash (recorded: a JWK marked
 * RS512 verifies an RS256 token). jose's own verifier is not used: it would obey the JWK's `alg` and `use`.
 */
export async function verifySignature(token: DecodedToken, key: PublishedKey): Promise<SignatureVerdict> {
  const { algorithm } = token;
  if (!(await certificateAgrees(key, algorithm))) return 'key-conflict';
  const rsa = keyTypeOf(algorithm) === 'RSA';
  const name = rsa ? 'RSASSA-PKCS1-v1_5' : 'ECDSA';
  const hash = HASH[algorithm];
  const text = (member: string) => String(key[member]);
  const jwk: JsonWebKey = rsa
    ? { kty: 'RSA', n: text('n'), e: text('e') }
    : { kty: 'EC', crv: text('crv'), x: text('x'), y: text('y') };
  try {
    const importParameters = rsa ? { name, hash } : { name, namedCurve: text('crv') };
    const imported = await crypto.subtle.importKey('jwk', jwk, importParameters, false, ['verify']);
    const valid = await crypto.subtle.verify({ name, hash }, imported, token.signature, token.signed);
    return valid ? 'valid' : 'invalid';
  } catch {
    // Numbers that make no key cannot have signed anything.
    return 'invalid';
  }
}

/** `x5c`, when published, must hold the same key (recorded: a certificate of another modulus counts as no key). */
async function certificateAgrees(key: PublishedKey, algorithm: SigningAlgorithm): Promise<boolean> {
  if (!Array.isArray(key.x5c)) return key.x5c === undefined;
  const first: unknown = key.x5c[0];
  if (typeof first !== 'string') return false;
  try {
    const pem = `-----BEGIN CERTIFICATE-----\n${first.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----`;
    const certified = await exportJWK(await importX509(pem, algorithm, { extractable: true }));
    return certified.n === key.n && certified.e === key.e && certified.x === key.x && certified.y === key.y;
  } catch {
    return false;
  }
}
