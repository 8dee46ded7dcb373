import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Digest } from '@/lib/events/digest/digest-file';
import { signedText } from '@/lib/events/digest/signature';

const ACCOUNT = '586209417733';

export function digestKeys() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'pkcs1', format: 'der' });
  return { privateKey, der, fingerprint: createHash('md5').update(der).digest('hex') };
}

export const digestKeyAt = (hour: number, trail = 'the-trail_us-east-1') =>
  `AWSLogs/${ACCOUNT}/CloudTrail-Digest/eu-west-1/2026/11/20/${ACCOUNT}_CloudTrail-Digest_eu-west-1_${trail}_20261120T${String(hour).padStart(2, '0')}0000Z.json.gz`;

/** A digest of an hour of the test account, as CloudTrail would write it. */
export function aDigest(hour: number, fingerprint: string, changes: Partial<Digest> = {}): Digest {
  const at = (h: number) => `2026-11-20T${String(h).padStart(2, '0')}:00:00Z`;
  return {
    awsAccountId: ACCOUNT,
    digestStartTime: at(hour - 1),
    digestEndTime: at(hour),
    digestS3Bucket: 'logs',
    digestS3Object: digestKeyAt(hour),
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    previousDigestSignature: null,
    logFiles: [],
    ...changes,
  };
}

export function signed(digest: Digest, key: KeyObject) {
  const text = JSON.stringify(digest);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const signature = sign('RSA-SHA256', Buffer.from(signedText({ digest, sha256 })), key).toString('hex');
  return { bytes: gzipSync(text), sha256, signature };
}
