import { z } from 'zod';
import { idSchema, pageOf, pageQuerySchema, timeSchema } from './common';

export const SCAN_STATES = ['queued', 'running', 'complete', 'partial', 'failed', 'cancelled'] as const;
export const SCOPE_STATES = [
  'pending',
  'running',
  'complete',
  'partial',
  'denied',
  'failed',
  'cancelled',
  'skipped',
] as const;

export const scopeErrorSchema = z.looseObject({
  code: z.string(),
  message: z.string(),
  action: z.string().nullable().optional(),
});
export const scanScopeSchema = z.object({
  accountId: z.string(),
  service: z.string(),
  region: z.string(),
  type: z.string(),
  status: z.enum(SCOPE_STATES),
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  seen: z.number().int(),
  created: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
  error: scopeErrorSchema.nullable(),
});
export const scanJobSchema = z.object({
  id: idSchema,
  accountId: z.string(),
  service: z.string(),
  state: z.enum(['queued', 'running', 'finished', 'failed', 'cancelled']),
  attempt: z.number().int(),
  calls: z.number().int(),
  throttles: z.number().int(),
  errors: z.number().int(),
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  error: scopeErrorSchema.nullable(),
});
export const scanSummarySchema = z.object({
  id: idSchema,
  integration: z.object({ id: idSchema, name: z.string() }),
  trigger: z.enum(['first', 'manual', 'schedule', 'completeness']),
  state: z.enum(SCAN_STATES),
  requestedBy: z.string(),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  finishedAt: timeSchema.nullable(),
  cancelRequested: z.boolean(),
  scopesDone: z.number().int(),
  scopesTotal: z.number().int(),
  resources: z.number().int(),
  created: z.number().int(),
  changed: z.number().int(),
  deleted: z.number().int(),
  calls: z.number().int(),
  throttles: z.number().int(),
  errors: z.number().int(),
});
export type ScanSummary = z.infer<typeof scanSummarySchema>;
export const scanSchema = scanSummarySchema.extend({
  regions: z
    .array(z.string())
    .meta({ description: 'Regions of the account, as AWS told them; empty until the first job has asked.' }),
  jobs: z.array(scanJobSchema),
  scopes: z.array(scanScopeSchema),
});
export type Scan = z.infer<typeof scanSchema>;
export const scanPageSchema = pageOf('scans', scanSummarySchema);
export const scanQuerySchema = pageQuerySchema.extend({
  integrationId: idSchema.optional(),
  state: z.enum(SCAN_STATES).optional(),
});

export const scanChangeSchema = z.object({
  uid: idSchema,
  type: z.string(),
  name: z.string(),
  version: z.number().int(),
  kind: z.enum(['created', 'changed', 'deleted', 'recreated']),
  seenAt: timeSchema,
});
export const scanChangePageSchema = pageOf('changes', scanChangeSchema);
