import type { VerificationStepKey } from '@/lib/schemas/verification';
import type { StepOutcome } from './steps/step';

type Outcomes = ReadonlyMap<VerificationStepKey, Pick<StepOutcome, 'state'>>;
export type Verdict = { state: 'passed' | 'open' | 'failed'; canSave: boolean; openRole: boolean };

/** Without these nothing can be scanned. The issuer's probe is advice: that AWS took the token is the better proof. */
const MUST_WORK: readonly VerificationStepKey[] = [
  'role_arn',
  'token',
  'assume_role',
  'caller_identity',
  'permissions',
];
/** Each of them says that somebody else gets in. */
const MUST_BE_CLOSED: readonly VerificationStepKey[] = ['who_else', 'foreign_subject'];

/**
 * Whether the integration may be saved: what must work works, and nobody else is let in. `openRole`: it works but is
 * open, which only an owner may save, with a reason.
 */
export function verdict(outcomes: Outcomes): Verdict {
  const failed = (key: VerificationStepKey) => {
    const state = outcomes.get(key)?.state;
    return state === undefined || state === 'failed';
  };
  const works = !MUST_WORK.some(failed);
  const closed = !MUST_BE_CLOSED.some(failed);
  if (!works) return { state: 'failed', canSave: false, openRole: false };
  return closed
    ? { state: 'passed', canSave: true, openRole: false }
    : { state: 'open', canSave: false, openRole: true };
}
