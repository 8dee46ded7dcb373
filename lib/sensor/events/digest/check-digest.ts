import { DecodeFault } from '@/lib/events/decode/fault';
import type { LogBucketReader } from '@/lib/events/digest/bucket';
import { type Link, linkFault, misplaced, type Problem, type ProblemKind } from '@/lib/events/digest/chain';
import { DIGEST_LIMITS, type DigestFile, parseDigest } from '@/lib/events/digest/digest-file';
import { type DigestName, digestNameOf } from '@/lib/events/digest/digest-name';
import { isSigned } from '@/lib/events/digest/signature';
import { checkFiles, type FileDependencies, type FilesChecked } from './check-files';
import type { PublicKeys } from './public-keys';

export type DigestDependencies = FileDependencies & { keys: PublicKeys };
/** `last` is where the chain stands after it. */
export type DigestChecked = FilesChecked & { last: Link };

const HOUR = 3_600_000;

/**
 * Checks one digest: its signature, that it follows the last one, and every log file it names. null: it is gone, or one before
 * it has just come; the next look sees to it. Throws the SDK's errors.
 */
export async function checkDigest(
  deps: DigestDependencies,
  last: Link | null,
  at: { bucket: string; key: string; name: DigestName },
): Promise<DigestChecked | null> {
  const { bucket, key, name } = at;
  const untrusted = (kind: ProblemKind, message: string): DigestChecked => {
    const since = last?.endedAt ?? name.endedAt - HOUR;
    const problems: Problem[] = [{ kind, objectKey: key, message, since }];
    return {
      files: 0,
      recovered: 0,
      problems,
      last: { key, hash: null, signature: null, startedAt: since, endedAt: name.endedAt },
    };
  };
  let file: DigestFile;
  let signature: string;
  try {
    const fetched = await deps.bucket.fetch(key, DIGEST_LIMITS.compressedBytes);
    if (fetched === null) return null;
    file = parseDigest(fetched.bytes);
    signature = fetched.metadata.signature ?? '';
  } catch (error) {
    if (!(error instanceof DecodeFault)) throw error;
    return untrusted('digestAltered', error.message);
  }
  const { digest, sha256 } = file;
  const place = misplaced(digest, bucket, key, name);
  if (place !== null) return untrusted('digestAltered', place);
  const publicKey = await deps.keys.find(name.region, digest.digestPublicKeyFingerprint, name.endedAt);
  if (publicKey === null) {
    const { digestPublicKeyFingerprint: fingerprint } = digest;
    return untrusted('keyUnknown', `CloudTrail names no public key ${fingerprint} of ${name.region} for that time.`);
  }
  if (!isSigned(file, signature, publicKey)) {
    const what = signature === '' ? 'It has no signature.' : 'Its signature does not fit its content.';
    return untrusted('signatureInvalid', `${what} Somebody else than CloudTrail wrote it, or its metadata.`);
  }
  const problems = last === null ? [] : await linkProblems(deps.bucket, last, file, at);
  if (problems === null) return null;
  const checked = await checkFiles(deps, digest);
  const startedAt = Date.parse(digest.digestStartTime);
  return {
    ...checked,
    problems: [...problems, ...checked.problems],
    last: { key, hash: sha256, signature, startedAt, endedAt: name.endedAt },
  };
}

/** null: the one in between is there after all. */
async function linkProblems(
  reader: LogBucketReader,
  last: Link,
  { digest }: DigestFile,
  { bucket, key, name }: { bucket: string; key: string; name: DigestName },
): Promise<Problem[] | null> {
  const fault = linkFault(last, { digest, key });
  if (fault === null) return [];
  if (fault.kind === 'problem') return [fault.problem];
  const { previousKey } = fault;
  const since = last.endedAt;
  const previous = digestNameOf(previousKey);
  const isOfThis =
    digest.previousDigestS3Bucket === bucket && previous?.folder === name.folder && previous.trail === name.trail;
  if (!isOfThis) {
    const message = `It follows ${digest.previousDigestS3Bucket}/${previousKey}: the trail wrote elsewhere meanwhile.`;
    return [{ kind: 'chainBroken', objectKey: key, message, since }];
  }
  if (!(await reader.exists(previousKey))) {
    const message = 'The digest after it names it, and it is not there: it was removed, and with it what it proved.';
    return [{ kind: 'digestMissing', objectKey: previousKey, message, since }];
  }
  // Delivered late, between the list and now: it is read first.
  if (previous.endedAt > last.endedAt) return null;
  const message = `It follows ${previousKey}, and so did another one: there are two chains of this name.`;
  return [{ kind: 'chainBroken', objectKey: key, message, since }];
}
