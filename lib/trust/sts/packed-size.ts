import { parsePolicy } from '../policy/parse';
import { refuse } from './failures';
import type { StsFailure } from './types';

/**
 * PackedPolicySize in percent. AWS's packing is secret; this fits every recorded point (24 for a subject of 0 or 1
 * character, 25 for 13, 26 with a source identity of 12 more; tags and session name change nothing at that size).
 */
export function packedPolicySize(session: {
  subject?: string;
  sourceIdentity?: string | null;
  policy?: string;
  tags?: Readonly<Record<string, string>>;
  /** AssumeRole starts from nothing, web identity from 24. */
  base: number;
}): number {
  const names = (session.subject?.length ?? 0) + (session.sourceIdentity?.length ?? 0);
  const tags = Object.entries(session.tags ?? {}).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const policy = session.policy?.replace(/\s+/g, '').length ?? 0;
  return session.base + Math.floor(names / 12) + Math.floor(tags / 64) + Math.ceil(policy / 32);
}

/** A session policy must be a policy document, and everything packed must fit. */
export function checkSessionPolicy(policy: string | undefined, packed: number): StsFailure | null {
  if (policy !== undefined) {
    const parsed = parsePolicy(policy, 'identity');
    const json = parsed.problems.some((problem) => problem.path === '' && problem.severity === 'error');
    if (!parsed.ok) {
      return refuse('MalformedPolicyDocument', json ? 'This policy contains invalid Json' : 'Syntax errors in policy.');
    }
  }
  if (packed <= 100) return null;
  const subject = policy === undefined ? 'Packed size of session tags' : 'Packed policy';
  return refuse('PackedPolicyTooLarge', `${subject} consumes ${packed}% of allotted space.`);
}
