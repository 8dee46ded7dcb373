import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeFault } from '@/lib/events/decode/fault';
import { type Link, linkFault, misplaced } from './chain';
import { parseDigest } from './digest-file';
import { dayBefore, digestNameOf } from './digest-name';
import { isSigned, publicKeyOf, signedText } from './signature';
import { aDigest, digestKeyAt, digestKeys, signed } from './testing/signed-digest';

const keys = digestKeys();
const HASH = 'a'.repeat(64);

describe('a digest file', () => {
  it('is read with the hash of its content', () => {
    const digest = aDigest(8, keys.fingerprint, {
      logFiles: [{ s3Bucket: 'logs', s3Object: 'AWSLogs/x', hashValue: HASH, hashAlgorithm: 'SHA-256' }],
    });
    const { bytes, sha256 } = signed(digest, keys.privateKey);
    expect(parseDigest(bytes)).toEqual({ digest, sha256 });
    expect(createHash('sha256').update(JSON.stringify(digest)).digest('hex')).toBe(sha256);
  });

  it.each([
    ['not_gzip', Buffer.from('{}')],
    ['not_json', gzipSync('{')],
    ['unknown_shape', gzipSync('{"Records":[]}')],
    ['unknown_shape', gzipSync(JSON.stringify({ ...aDigest(8, keys.fingerprint), awsAccountId: 'x' }))],
    ['truncated', gzipSync(JSON.stringify(aDigest(8, keys.fingerprint))).subarray(0, 60)],
    ['bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024, 32))],
  ])('is refused as %s', (reason, bytes) => {
    expect(() => parseDigest(bytes)).toThrow(expect.objectContaining({ reason }));
  });

  it('never throws anything else, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.jsonValue().map((value) => gzipSync(JSON.stringify(value))),
        ),
        (bytes) => {
          try {
            parseDigest(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(DecodeFault);
          }
        },
      ),
    );
  });
});

describe('a signature', () => {
  const digest = aDigest(8, keys.fingerprint, { previousDigestSignature: 'ab12' });
  const file = signed(digest, keys.privateKey);
  const publicKey = publicKeyOf(keys.der);

  it('is over time, place, hash and the signature before', () => {
    expect(signedText({ digest, sha256: HASH })).toBe(`2026-11-20T08:00:00Z\nlogs/${digestKeyAt(8)}\n${HASH}\nab12`);
    const first = { ...digest, previousDigestSignature: null };
    expect(signedText({ digest: first, sha256: HASH }).endsWith('\nnull')).toBe(true);
    // Not by the function under test: the text is written out.
    const text = `2026-11-20T08:00:00Z\nlogs/${digestKeyAt(8)}\n${file.sha256}\nab12`;
    const key = createPublicKey({ key: keys.der, format: 'der', type: 'pkcs1' });
    expect(verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(file.signature, 'hex'))).toBe(true);
  });

  it('holds for what was signed and for nothing else', () => {
    if (publicKey === null) throw new Error('The key is one.');
    const read = { digest, sha256: file.sha256 };
    expect(isSigned(read, file.signature, publicKey)).toBe(true);
    expect(isSigned({ ...read, sha256: HASH }, file.signature, publicKey)).toBe(false);
    expect(isSigned({ ...read, digest: { ...digest, digestS3Bucket: 'other' } }, file.signature, publicKey)).toBe(
      false,
    );
    for (const wrong of ['', 'zz', file.signature.slice(2), 'a'.repeat(512)]) {
      expect(isSigned(read, wrong, publicKey)).toBe(false);
    }
    const other = publicKeyOf(digestKeys().der);
    expect(other && isSigned(read, file.signature, other)).toBe(false);
  });

  it('takes no key but RSA of 2048 bits and more', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    expect(publicKeyOf(weak.export({ type: 'pkcs1', format: 'der' }))).toBeNull();
    expect(publicKeyOf(Buffer.from('no key'))).toBeNull();
  });
});

describe('a name', () => {
  it('tells folder, trail and time', () => {
    expect(digestNameOf(`org/${digestKeyAt(9, 'my_trail.x_us-east-1')}`)).toEqual({
      folder: 'org/AWSLogs/586209417733/CloudTrail-Digest/eu-west-1/',
      accountId: '586209417733',
      region: 'eu-west-1',
      trail: 'my_trail.x_us-east-1',
      endedAt: Date.UTC(2026, 10, 20, 9),
    });
    for (const wrong of [
      digestKeyAt(9).replace('/586209417733_', '/111111111111_'),
      digestKeyAt(9).replace('Digest_eu-west-1', 'Digest_eu-west-2'),
      digestKeyAt(9).replace('-Digest', ''),
      'x',
    ]) {
      expect(digestNameOf(wrong)).toBeNull();
    }
    expect(
      digestKeyAt(0) > dayBefore('AWSLogs/586209417733/CloudTrail-Digest/eu-west-1/', Date.UTC(2026, 10, 20, 3)),
    ).toBe(true);
  });

  it('binds a digest to its place: a signed copy elsewhere is none', () => {
    const name = digestNameOf(digestKeyAt(8));
    if (name === null) throw new Error('It is one.');
    const digest = aDigest(8, keys.fingerprint);
    expect(misplaced(digest, 'logs', digestKeyAt(8), name)).toBeNull();
    expect(misplaced(digest, 'other', digestKeyAt(8), name)).toContain('copied');
    expect(misplaced(digest, 'logs', digestKeyAt(9), name)).toContain('copied');
    expect(misplaced({ ...digest, awsAccountId: '111111111111' }, 'logs', digestKeyAt(8), name)).toContain('account');
    expect(misplaced({ ...digest, digestEndTime: '2026-11-20T07:00:00Z' }, 'logs', digestKeyAt(8), name)).toContain(
      'time',
    );
  });
});

describe('a chain', () => {
  const last: Link = { key: digestKeyAt(8), hash: HASH, signature: 'ab', startedAt: 0, endedAt: 1 };
  const next = aDigest(9, keys.fingerprint, {
    previousDigestS3Bucket: 'logs',
    previousDigestS3Object: digestKeyAt(8),
    previousDigestHashValue: HASH.toUpperCase(),
    previousDigestSignature: 'ab',
  });
  const faultOf = (changes: Partial<typeof next>, of = last) =>
    linkFault(of, { digest: { ...next, ...changes }, key: digestKeyAt(9) });

  it('goes on by name, hash and signature', () => {
    expect(faultOf({})).toBeNull();
    expect(faultOf({ previousDigestHashValue: 'b'.repeat(64) })).toMatchObject({
      problem: { kind: 'digestAltered', objectKey: digestKeyAt(8), since: 1 },
    });
    expect(faultOf({ previousDigestSignature: 'cd' })).toMatchObject({ problem: { kind: 'chainBroken' } });
    expect(faultOf({ previousDigestS3Object: null })).toMatchObject({ problem: { kind: 'chainBroken' } });
    expect(faultOf({ previousDigestS3Object: digestKeyAt(7) })).toEqual({
      kind: 'missing',
      previousKey: digestKeyAt(7),
    });
  });

  it('holds what follows an untrusted one to its name alone', () => {
    const untrusted = { ...last, hash: null, signature: null };
    expect(faultOf({ previousDigestHashValue: 'b'.repeat(64), previousDigestSignature: 'x' }, untrusted)).toBeNull();
    expect(faultOf({ previousDigestS3Object: digestKeyAt(7) }, untrusted)).toMatchObject({ kind: 'missing' });
  });
});
