import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { DigestFile } from './digest-file';

/** What CloudTrail signs (CloudTrail User Guide, "Custom implementations of log file integrity validation"). */
export function signedText({ digest, sha256 }: DigestFile): string {
  const { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature } = digest;
  return `${digestEndTime}\n${digestS3Bucket}/${digestS3Object}\n${sha256}\n${previousDigestSignature ?? 'null'}`;
}

/** A key as ListPublicKeys gives it: PKCS#1 in DER. null: it is none, or no RSA key of 2048 bits and more. */
export function publicKeyOf(der: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(der), format: 'der', type: 'pkcs1' });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? key : null;
  } catch {
    return null;
  }
}

/** RSA with SHA-256, PKCS#1 v1.5. `signature`: hex, of the object's metadata. */
export function isSigned(file: DigestFile, signature: string, key: KeyObject): boolean {
  if (!/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
  return verify('RSA-SHA256', Buffer.from(signedText(file)), key, Buffer.from(signature, 'hex'));
}
