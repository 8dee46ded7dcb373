import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DecodeFault, jsonOf } from '@/lib/events/decode/fault';
import { inflate } from '@/lib/events/decode/inflate';
import { type DecodeLimits, LOG_FILE_LIMITS } from '@/lib/events/decode/limits';

const hash = z.string().regex(/^[0-9a-f]{64}$/i);
const name = z.string().min(1).max(1_024);
const moment = z.iso.datetime();

/** A digest (CloudTrail User Guide, "CloudTrail digest file structure"). The first of a chain names no previous one. */
const digestSchema = z.object({
  awsAccountId: z.string().regex(/^\d{12}$/),
  digestStartTime: moment,
  digestEndTime: moment,
  digestS3Bucket: name,
  digestS3Object: name,
  digestPublicKeyFingerprint: z.string().regex(/^[0-9a-f]{32}$/i),
  digestSignatureAlgorithm: z.literal('SHA256withRSA'),
  previousDigestS3Bucket: name.nullish(),
  previousDigestS3Object: name.nullish(),
  previousDigestHashValue: z.string().max(128).nullish(),
  previousDigestSignature: z.string().max(4_096).nullish(),
  logFiles: z
    .array(z.object({ s3Bucket: name, s3Object: name, hashValue: hash, hashAlgorithm: z.literal('SHA-256') }))
    .max(200_000),
});
export type Digest = z.output<typeof digestSchema>;
/** `sha256`: of the uncompressed content, hex; what is signed and what the next digest names. */
export type DigestFile = { digest: Digest; sha256: string };

/** Of an hour of one account and region: some hundred bytes a log file. */
export const DIGEST_LIMITS: DecodeLimits = {
  ...LOG_FILE_LIMITS,
  compressedBytes: 8 * 1024 * 1024,
  inflatedBytes: 96 * 1024 * 1024,
};

/** Reads a digest file. Throws a DecodeFault for what is none: no gzip, a bomb, no JSON, other members. */
export function parseDigest(bytes: Uint8Array): DigestFile {
  const content = inflate(bytes, DIGEST_LIMITS);
  const parsed = digestSchema.safeParse(jsonOf(content.toString('utf8'), 'The digest'));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DecodeFault(
      'unknown_shape',
      `It is no digest of CloudTrail’s: ${issue?.path.join('.')} is not as it is.`,
    );
  }
  return { digest: parsed.data, sha256: createHash('sha256').update(content).digest('hex') };
}
