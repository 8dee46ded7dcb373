import { z } from 'zod';
import { idSchema, pageOf, timeSchema } from './common';

/** The steps of a verification, in order; the group says whether it must work or must be refused. */
export const VERIFICATION_STEPS = [
  { key: 'role_arn', group: 'must_work', title: 'Role ARN' },
  { key: 'issuer', group: 'must_work', title: 'Issuer reachable' },
  { key: 'token', group: 'must_work', title: 'Token claims' },
  { key: 'assume_role', group: 'must_work', title: 'AssumeRoleWithWebIdentity' },
  { key: 'caller_identity', group: 'must_work', title: 'GetCallerIdentity' },
  { key: 'permissions', group: 'must_work', title: 'Reads what collectors need' },
  { key: 'too_much', group: 'must_work', title: 'Writes nothing' },
  { key: 'who_else', group: 'must_work', title: 'Who else gets in' },
  { key: 'foreign_subject', group: 'must_be_refused', title: 'Foreign subject' },
] as const;
export type VerificationStepKey = (typeof VERIFICATION_STEPS)[number]['key'];

export const STEP_STATES = [
  'pending',
  'running',
  'waiting',
  'passed',
  'warning',
  'failed',
  'not_testable',
  'skipped',
] as const;

export const clauseSchema = z.object({
  clause: z.string(),
  operator: z.string(),
  policySays: z.string(),
  tokenHas: z.string(),
  result: z.enum(['matches', 'differs', 'missing', 'matches_but_must_not']),
  hint: z.string().nullable(),
});
export type Clause = z.infer<typeof clauseSchema>;
export const fixSchema = z.object({
  text: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  terraform: z.string().nullable(),
  cli: z.string().nullable(),
});
export type Fix = z.infer<typeof fixSchema>;
export const factSchema = z.object({
  label: z.string(),
  value: z.string(),
  tone: z.enum(['plain', 'good', 'warn', 'bad']),
});
export type Fact = z.infer<typeof factSchema>;
export const verificationStepSchema = z.object({
  key: z.string(),
  group: z.enum(['must_work', 'must_be_refused']),
  title: z.string(),
  state: z.enum(STEP_STATES),
  evidence: z.string(),
  reason: z.string().nullable(),
  fix: fixSchema.nullable(),
  clauses: z.array(clauseSchema),
  facts: z.array(factSchema),
  ms: z.number().int().nullable(),
});
export type VerificationStep = z.infer<typeof verificationStepSchema>;

export const verificationSchema = z.object({
  id: idSchema,
  integrationId: idSchema,
  roleArn: z.string().nullable(),
  state: z.enum(['queued', 'running', 'passed', 'failed', 'open']),
  canSave: z.boolean(),
  canSaveWithReason: z.boolean(),
  current: z.boolean().meta({ description: 'Whether it was run on the integration as it is now.' }),
  attempt: z.number().int(),
  requestedBy: z.string(),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  steps: z.array(verificationStepSchema),
});
export type Verification = z.infer<typeof verificationSchema>;
export const verificationPageSchema = pageOf('verifications', verificationSchema);
export const startVerificationSchema = z.object({
  trustPolicy: z
    .string()
    .max(20_000)
    .optional()
    .meta({ description: 'Pasted trust policy, for the diagnosis when it cannot be read.' }),
});
