import { constants, createHash, publicDecrypt } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { linkFault } from './chain';
import { type Digest, parseDigest } from './digest-file';
import { digestNameOf } from './digest-name';
import { publicKeyOf } from './signature';

const FOLDER = fileURLToPath(new URL('../../../../shared/fixtures/cloudtrail/digest/', import.meta.url));
const textOf = (name: string) => readFileSync(`${FOLDER}${name}`, 'utf8');
const json = (name: string) => JSON.parse(textOf(name));

describe.skipIf(!existsSync(FOLDER))('digests that AWS wrote', () => {
  it('are read, with names that tell what they say', () => {
    const wrapped = json('stackd-starting-and-successor-2026.json');
    const documents: Digest[] = [wrapped.document, wrapped.successor?.document].filter(Boolean);
    for (const name of readdirSync(FOLDER)) {
      const value = json(name);
      if ('digestEndTime' in value) documents.push(value);
    }
    expect(documents.length).toBeGreaterThanOrEqual(4);
    for (const document of documents) {
      const { digest } = parseDigest(gzipSync(JSON.stringify(document)));
      const name = digestNameOf(digest.digestS3Object);
      expect([digest.digestS3Object, name?.endedAt]).toEqual([digest.digestS3Object, Date.parse(digest.digestEndTime)]);
      expect(name?.accountId).toBe(digest.awsAccountId);
    }
  });

  it('name a key whose fingerprint and kind are as ListPublicKeys gives them', () => {
    const [key] = json('stackd-list-public-keys-us-east-1-2026.json').response.PublicKeyList;
    const der = Buffer.from(key.Value, 'base64');
    expect(createHash('md5').update(der).digest('hex')).toBe(key.Fingerprint);
    const publicKey = publicKeyOf(der);
    expect(publicKey?.asymmetricKeyDetails?.modulusLength).toBe(2048);
    const { document, s3Metadata } = json('stackd-starting-and-successor-2026.json');
    expect(document.digestPublicKeyFingerprint).toBe(key.Fingerprint);
    // The account was replaced where it was recorded, so the text is not the signed one; the signature is AWS's all the same:
    // what the key recovers from it is a SHA-256 DigestInfo.
    const { signature } = s3Metadata.Metadata;
    const recovered =
      publicKey &&
      publicDecrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(signature, 'hex'));
    expect(recovered?.toString('hex')).toMatch(/^3031300d060960864801650304020105000420[0-9a-f]{64}$/);
  });

  it('follow one another by name and signature', () => {
    const recorded = json('stackd-starting-and-successor-2026.json');
    const successor = Object.values(recorded).find(
      (value): value is { previousDigestS3Object: string } & Digest =>
        typeof value === 'object' && value !== null && 'previousDigestS3Object' in value && value !== recorded.document,
    );
    const next = successor ?? recorded.successor?.document;
    const { document, s3Metadata } = recorded;
    const last = {
      key: document.digestS3Object,
      hash: null,
      signature: s3Metadata.Metadata.signature,
      startedAt: Date.parse(document.digestStartTime),
      endedAt: Date.parse(document.digestEndTime),
    };
    expect(linkFault(last, { digest: next, key: next.digestS3Object })).toBeNull();
  });
});
