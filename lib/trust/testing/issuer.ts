import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { PublishedKey } from '../sts/types';
import { selfSigned } from './certificate';

/** An issuer for tests: one RSA key under three kids and three EC keys, as AWS's recorded calls had. */
export type TestIssuer = {
  keys: PublishedKey[];
  /** `n` of the RSA key, base64url. */
  modulus: string;
  /** Certificate of the RSA key, base64 DER. */
  certificate: string;
  /** Signs a payload exactly as given: repeated members and odd numbers survive. */
  sign(header: Readonly<Record<string, unknown>>, payload: string, algorithm: string): string;
};

const CURVES = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' } as const;

export function createTestIssuer(): TestIssuer {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signers = new Map<string, KeyObject>();
  const keys: PublishedKey[] = ['RS256', 'RS384', 'RS512'].map((alg) => {
    signers.set(alg, rsa.privateKey);
    return { ...rsa.publicKey.export({ format: 'jwk' }), kid: alg, alg, use: 'sig' };
  });
  for (const [alg, namedCurve] of Object.entries(CURVES)) {
    const pair = generateKeyPairSync('ec', { namedCurve });
    signers.set(alg, pair.privateKey);
    keys.push({ ...pair.publicKey.export({ format: 'jwk' }), kid: alg, alg, use: 'sig' });
  }
  return {
    keys,
    modulus: String(keys[0]?.n),
    certificate: selfSigned(rsa.privateKey, rsa.publicKey),
    sign(header, payload, algorithm) {
      const key = signers.get(algorithm);
      if (!key) throw new Error(`no test key for ${algorithm}`);
      const signed = `${encode(JSON.stringify(header))}.${encode(payload)}`;
      const signature = sign(`sha${algorithm.slice(2)}`, Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
      return `${signed}.${signature.toString('base64url')}`;
    },
  };
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}
