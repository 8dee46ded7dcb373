import type { Digest } from './digest-file';
import type { DigestName } from './digest-name';

export type ProblemKind =
  | 'digestMissing'
  | 'digestAltered'
  | 'signatureInvalid'
  | 'fileMissing'
  | 'fileAltered'
  | 'chainBroken'
  | 'keyUnknown';

/** `since`: epoch ms from which on it leaves unproven what was delivered. */
export type Problem = { kind: ProblemKind; objectKey: string; message: string; since: number };

/** The newest digest looked at; times in epoch ms. Without hash and signature it could not be trusted itself. */
export type Link = {
  key: string;
  hash: string | null;
  signature: string | null;
  startedAt: number;
  endedAt: number;
};

/** What of a digest contradicts the place it lies at: a copy of another one is signed as well. null: it fits. */
export function misplaced(digest: Digest, bucket: string, key: string, name: DigestName): string | null {
  if (digest.digestS3Bucket !== bucket || digest.digestS3Object !== key) {
    return `It says to be ${digest.digestS3Bucket}/${digest.digestS3Object}: it was copied here.`;
  }
  if (digest.awsAccountId !== name.accountId) return `It is of account ${digest.awsAccountId}.`;
  if (Date.parse(digest.digestEndTime) !== name.endedAt) return 'It ends at another time than its name says.';
  return null;
}

export type LinkFault = { kind: 'missing'; previousKey: string } | { kind: 'problem'; problem: Problem };

/**
 * Whether a digest follows the last one: by name, hash and signature. `missing`: it follows another one, which may be gone.
 * A last one that could not be trusted is held to its name alone.
 */
export function linkFault(last: Link, { digest, key }: { digest: Digest; key: string }): LinkFault | null {
  const since = last.endedAt;
  const problem = (kind: ProblemKind, objectKey: string, message: string): LinkFault => ({
    kind: 'problem',
    problem: { kind, objectKey, message, since },
  });
  const previous = digest.previousDigestS3Object;
  if (!previous) {
    const from = new Date(last.endedAt).toISOString();
    const message = `The chain begins anew here: validation or logging was off, or the trail was made anew, at some time since ${from}.`;
    return problem('chainBroken', key, message);
  }
  if (previous !== last.key) return { kind: 'missing', previousKey: previous };
  if (last.hash !== null && digest.previousDigestHashValue?.toLowerCase() !== last.hash) {
    return problem('digestAltered', last.key, 'Its content is not what the digest after it names.');
  }
  if (last.signature !== null && digest.previousDigestSignature !== last.signature) {
    return problem('chainBroken', key, 'It names another signature of the digest before it than that one has.');
  }
  return null;
}
