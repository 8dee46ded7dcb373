import type { Prisma } from '@/lib/db/generated/prisma/client';
import {
  VERIFICATION_STEPS,
  type Verification,
  type VerificationStep,
  verificationStepSchema,
} from '@/lib/schemas/verification';

export const WITH_STEPS = { steps: { orderBy: { position: 'asc' } }, integration: true } as const;
export type VerificationRow = Prisma.RoleVerificationGetPayload<{ include: typeof WITH_STEPS }>;

/** What a step keeps beside its words: shown with it, never needed to decide. */
export type StepDetail = Pick<VerificationStep, 'clauses' | 'facts'>;

export function toVerification(row: VerificationRow): Verification {
  const { integration } = row;
  return {
    id: row.id,
    integrationId: row.integrationId,
    roleArn: row.roleArn,
    state: row.state as Verification['state'],
    canSave: row.canSave,
    canSaveWithReason: row.openRole,
    current: integration.version === row.integrationVersion && integration.roleArn === row.roleArn,
    attempt: row.attempt,
    requestedBy: row.requestedBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    steps: row.steps.map(toStep),
  };
}

function toStep(step: VerificationRow['steps'][number]): VerificationStep {
  const known = VERIFICATION_STEPS.find(({ key }) => key === step.key);
  return verificationStepSchema.parse({
    key: step.key,
    group: known?.group ?? 'must_work',
    title: known?.title ?? step.key,
    state: step.state,
    evidence: step.evidence,
    reason: step.reason,
    fix: step.fix,
    clauses: [],
    facts: [],
    ...(step.detail as Partial<StepDetail>),
    ms: step.ms,
  });
}
