import { notifyChange } from '@/lib/db/changes';
import { Prisma } from '@/lib/db/generated/prisma/client';
import { inWorkspace } from '@/lib/db/transaction';
import { isAppError } from '@/lib/errors/app-error';
import type { VerificationStepKey } from '@/lib/schemas/verification';
import type { ServiceContext } from '../context';
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
import { type Taken, takeVerification } from './take';
import { verdict } from './verdict';

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'>;

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

/**
 * Runs a queued verification to its end, writing each step as it happens. Asks AWS outside of any transaction. Does
 * nothing when another worker holds it or it has ended. A step that throws fails that step, never the run.
 */
export async function runVerification(
  deps: Deps,
  workspaceId: string,
  verificationId: string,
  signal: AbortSignal,
): Promise<void> {
  const taken = await takeVerification(deps, workspaceId, verificationId);
  if (!taken) return;
  const facts: VerificationFacts = {
    roleArn: taken.verification.roleArn,
    accountId: null,
    roleName: null,
    plan: null,
    claims: null,
    session: null,
    clients: null,
    callerArn: null,
    callerAccountId: null,
    trustPolicy: null,
    pastedTrustPolicy: (taken.verification.summary as { trustPolicy?: string }).trustPolicy ?? null,
  };
  const outcomes = new Map<VerificationStepKey, StepOutcome>();
  try {
    for (const [position, step] of STEPS.entries()) {
      const context: StepContext = {
        ...deps,
        integration: taken.integration,
        facts,
        signal,
        waiting: (evidence) => writeStep(deps, taken, position, { state: 'waiting', evidence }),
      };
      await writeStep(deps, taken, position, { state: 'running', evidence: '', startedAt: deps.now() });
      const started = performance.now();
      const outcome = await attempt(step, context);
      outcomes.set(step.key, outcome);
      await writeStep(deps, taken, position, { ...columnsOf(outcome), ms: Math.round(performance.now() - started) });
    }
  } finally {
    facts.clients?.destroy();
  }
  await finish(deps, taken, outcomes, facts.callerAccountId ?? facts.accountId);
}

async function attempt(step: Step, context: StepContext): Promise<StepOutcome> {
  try {
    return await step.run(context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    const reason = isAppError(error) ? error.message : 'Something failed inside Mooring; the worker’s log has it.';
    return { state: 'failed', evidence: 'the check itself failed', reason };
  }
}

type StepColumns = Prisma.VerificationStepUpdateManyMutationInput;

function columnsOf({ state, evidence, reason, fix, clauses = [], facts = [] }: StepOutcome): StepColumns {
  return { state, evidence, reason: reason ?? null, fix: fix ?? Prisma.DbNull, detail: { clauses, facts } };
}

/** Fenced by the attempt: a worker that was given up for dead cannot write into its successor's run. */
function writeStep(deps: Deps, { verification }: Taken, position: number, data: StepColumns): Promise<void> {
  const { workspaceId, id, attempt: own } = verification;
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const held = await tx.roleVerification.updateMany({
      where: { workspaceId, id, attempt: own, finishedAt: null },
      data: { leaseUntil: new Date(deps.now().getTime() + 90_000) },
    });
    if (held.count === 0) throw new Error('This verification was taken over by another worker.');
    await tx.verificationStep.updateMany({ where: { workspaceId, verificationId: id, position }, data });
    await notifyChange(tx, `verification:${id}`);
  });
}

async function finish(
  deps: Deps,
  { verification }: Taken,
  outcomes: ReadonlyMap<VerificationStepKey, StepOutcome>,
  accountId: string | null,
): Promise<void> {
  const { workspaceId, id } = verification;
  const result = verdict(outcomes);
  await inWorkspace(deps.db, workspaceId, async (tx) => {
    await tx.roleVerification.updateMany({
      where: { workspaceId, id, attempt: verification.attempt, finishedAt: null },
      data: { ...result, finishedAt: deps.now(), summary: accountId ? { accountId } : {} },
    });
    await notifyChange(tx, `verification:${id}`);
  });
}
