import type { Step } from '@/components/ui/steps';
import type { VerificationStep } from '@/lib/schemas/verification';

type Word = Step['state'];

const MUST_WORK = {
  pending: 'waits',
  running: 'running',
  waiting: 'waiting for AWS',
  passed: 'passed',
  warning: 'warning',
  failed: 'failed',
  not_testable: 'skipped',
  skipped: 'skipped',
} as const satisfies Record<VerificationStep['state'], Word>;

/** A probe that goes well was refused; one that does not was let in. */
const MUST_BE_REFUSED = { ...MUST_WORK, passed: 'refused', failed: 'let in' } as const satisfies Record<
  VerificationStep['state'],
  Word
>;

export function stepWord({ group, state }: Pick<VerificationStep, 'group' | 'state'>): Word {
  return group === 'must_work' ? MUST_WORK[state] : MUST_BE_REFUSED[state];
}

/** A step that could not be made says so in its evidence: skipped alone would read as a choice of ours. */
export function stepEvidence({ state, evidence }: Pick<VerificationStep, 'state' | 'evidence'>): string {
  return state === 'not_testable' ? `not testable: ${evidence}` : evidence;
}

/** Whether a step has something to read below it. */
export function opensInPlace({ state, reason, fix }: VerificationStep): boolean {
  if (state === 'failed' || state === 'warning') return true;
  return state === 'not_testable' && (reason !== null || fix !== null);
}

type Tally = { good: number; warned: number; bad: number; open: number; left: number; total: number };

/** How many steps went well, went badly, are still to come, and could not be made. */
export function tally(steps: readonly Pick<VerificationStep, 'state'>[]): Tally {
  const of = (...states: VerificationStep['state'][]) => steps.filter(({ state }) => states.includes(state)).length;
  return {
    good: of('passed'),
    warned: of('warning'),
    bad: of('failed'),
    open: of('pending', 'running', 'waiting'),
    left: of('skipped', 'not_testable'),
    total: steps.length,
  };
}
