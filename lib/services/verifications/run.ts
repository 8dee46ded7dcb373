import { notifyChange } from '@/lib/db/changes';
import { Prisma } from '@/lib/db/generated/prisma/client';
import { inWorkspace } from '@/lib/db/transaction';
import { AppError, isAppError } from '@/lib/errors/app-error';
import type { Logger } from '@/lib/log';
import type { VerificationStepKey } from '@/lib/schemas/verification';
import { DrainError, FenceLostError } from '@/lib/sensor/errors';
import type { ServiceContext } from '../context';
import { keepVerificationLease, releaseVerification, renewLease } from './lease';
import { assumeRoleStep } from './steps/assume-role';
import { callerIdentityStep } from './steps/caller-identity';
import { foreignSubjectStep } from './steps/foreign-subject';
import { issuerStep } from './steps/issuer';
import { permissionsStep } from './steps/permissions';
import { roleArnStep } from './steps/role-arn';
import type { Step, StepContext, StepOutcome, VerificationFacts } from './steps/step';
import { tokenStep } from './steps/token';
import { tooMuchStep } from './steps/too-much';
import { whoElseStep } from './steps/who-else';
import { takeVerification } from './take';
import type { Taken } from './taken';
import { verdict } from './verdict';

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'> & { log: Pick<Logger, 'error'> };
type Outcomes = Map<VerificationStepKey, StepOutcome>;

/** In order; each is told what the earlier ones learned. A key without a step does not compile. */
const STEPS: readonly Step[] = Object.values({
  role_arn: roleArnStep,
  issuer: issuerStep,
  token: tokenStep,
  assume_role: assumeRoleStep,
  caller_identity: callerIdentityStep,
  permissions: permissionsStep,
  too_much: tooMuchStep,
  who_else: whoElseStep,
  foreign_subject: foreignSubjectStep,
} satisfies Record<VerificationStepKey, Step>);

/** A verification that has ended so many workers is not given to another one. */
const MAX_ATTEMPTS = 5;

/**
 * Runs a queued verification to its end, writing each step as it happens. Asks AWS outside of any transaction. A step
 * that throws fails that step, never the run. When `signal` aborts, the verification goes back to the queue. Throws
 * `unavailable` while another worker holds it, so that the queue asks again.
 */
export async function runVerification(
  deps: Deps,
  workspaceId: string,
  verificationId: string,
  signal: AbortSignal,
): Promise<void> {
  const taken = await takeVerification(deps, workspaceId, verificationId);
  if (taken === 'ended') return;
  if (taken === 'busy') {
    throw new AppError('unavailable', 'Another worker holds this verification; trying again when its lease is out.');
  }
  const { verification } = taken;
  const stop = new AbortController();
  const drain = () => stop.abort(new DrainError());
  if (signal.aborted) drain();
  signal.addEventListener('abort', drain, { once: true });
  const endLease = keepVerificationLease(deps, taken, stop);
  const facts = noFacts(taken);
  try {
    const outcomes =
      verification.attempt > MAX_ATTEMPTS ? await giveUp(deps, taken) : await runSteps(deps, taken, facts, stop.signal);
    await finish(deps, taken, outcomes, facts.callerAccountId ?? facts.accountId);
  } catch (error) {
    const reason: unknown = stop.signal.aborted ? stop.signal.reason : error;
    if (reason instanceof FenceLostError) return;
    const drained = reason instanceof DrainError;
    await releaseVerification(deps, verification, { enqueue: drained });
    if (!drained) throw reason;
  } finally {
    endLease();
    signal.removeEventListener('abort', drain);
    facts.clients?.destroy();
  }
}

async function runSteps(deps: Deps, taken: Taken, facts: VerificationFacts, signal: AbortSignal): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const [position, step] of STEPS.entries()) {
    signal.throwIfAborted();
    const context: StepContext = {
      ...deps,
      integration: taken.integration,
      facts,
      signal,
      waiting: (evidence) => writeStep(deps, taken, position, { state: 'waiting', evidence }),
    };
    await writeStep(deps, taken, position, { state: 'running', evidence: '', startedAt: deps.now() });
    const started = performance.now();
    const outcome = await attempt(deps, step, context);
    // What an aborted call said is no finding.
    signal.throwIfAborted();
    outcomes.set(step.key, outcome);
    await writeStep(deps, taken, position, { ...columnsOf(outcome), ms: Math.round(performance.now() - started) });
  }
  return outcomes;
}

async function attempt({ log }: Deps, step: Step, context: StepContext): Promise<StepOutcome> {
  try {
    return await step.run(context);
  } catch (error) {
    if (context.signal.aborted || error instanceof FenceLostError) throw error;
    const evidence = 'the check itself failed';
    if (isAppError(error)) return { state: 'failed', evidence, reason: error.message };
    log.error({ err: error, step: step.key }, 'a verification step failed');
    return { state: 'failed', evidence, reason: 'Something failed inside Mooring; the worker’s log has it.' };
  }
}

/** Without an outcome of any step the verdict is a failure. */
async function giveUp(deps: Deps, taken: Taken): Promise<Outcomes> {
  const reason = `${MAX_ATTEMPTS} workers in a row stopped during this verification. Look at their logs, then verify again.`;
  await writeStep(deps, taken, 0, columnsOf({ state: 'failed', evidence: 'not run', reason }));
  return new Map();
}

function noFacts({ verification }: Taken): VerificationFacts {
  return {
    roleArn: verification.roleArn,
    accountId: null,
    roleName: null,
    plan: null,
    claims: null,
    session: null,
    clients: null,
    callerArn: null,
    callerAccountId: null,
    trustPolicy: null,
    pastedTrustPolicy: (verification.summary as { trustPolicy?: string }).trustPolicy ?? null,
  };
}

type StepColumns = Prisma.VerificationStepUpdateManyMutationInput;

function columnsOf({ state, evidence, reason, fix, clauses = [], facts = [] }: StepOutcome): StepColumns {
  return { state, evidence, reason: reason ?? null, fix: fix ?? Prisma.DbNull, detail: { clauses, facts } };
}

/** Fenced by the attempt: a worker that was given up for dead cannot write into its successor's run. */
function writeStep(deps: Deps, { verification }: Taken, position: number, data: StepColumns): Promise<void> {
  const { workspaceId, id } = verification;
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    await renewLease(tx, verification);
    await tx.verificationStep.updateMany({ where: { workspaceId, verificationId: id, position }, data });
    await notifyChange(tx, `verification:${id}`);
  });
}

async function finish(deps: Deps, { verification }: Taken, outcomes: Outcomes, accountId: string | null) {
  const { workspaceId, id } = verification;
  const result = verdict(outcomes);
  await inWorkspace(deps.db, workspaceId, async (tx) => {
    await renewLease(tx, verification);
    await tx.roleVerification.updateMany({
      where: { workspaceId, id },
      data: { ...result, finishedAt: deps.now(), leaseUntil: null, summary: accountId ? { accountId } : {} },
    });
    await notifyChange(tx, `verification:${id}`);
  });
}
