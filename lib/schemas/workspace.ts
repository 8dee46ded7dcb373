import { z } from 'zod';
import { displayNameSchema, idSchema, jsonObjectSchema, pageOf, pageQuerySchema, timeSchema } from './common';
import { roleSchema } from './role';

export const workspaceSchema = z.object({ id: idSchema, name: z.string(), createdAt: timeSchema });
export type Workspace = z.infer<typeof workspaceSchema>;
export const workspacePageSchema = pageOf('workspaces', workspaceSchema.extend({ members: z.number().int() }));
export const createWorkspaceSchema = z.object({ name: displayNameSchema });
export const updateWorkspaceSchema = z.object({ name: displayNameSchema });

export const apiTokenSchema = z.object({
  id: idSchema,
  name: z.string(),
  hint: z.string().meta({ description: 'The last four characters, to recognise it by.' }),
  role: roleSchema,
  installAdmin: z.boolean(),
  createdBy: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema.nullable(),
  lastUsedAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;
export const apiTokenPageSchema = pageOf('apiTokens', apiTokenSchema);
export const createApiTokenSchema = z.object({
  name: displayNameSchema,
  role: roleSchema,
  expiresInDays: z.number().int().min(1).max(365).default(90),
});
export const createdApiTokenSchema = z.object({
  apiToken: apiTokenSchema,
  secret: z.string().meta({ description: 'Shown this once. Only its hash is kept.' }),
});

export const auditEntrySchema = z.object({
  id: idSchema,
  at: timeSchema,
  actor: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
  action: z.string(),
  target: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
  detail: jsonObjectSchema,
  requestId: z.string(),
  ipAddress: z.string().nullable(),
  sealed: z.object({ sequence: z.string(), hash: z.string() }).nullable(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
export const auditPageSchema = pageOf('auditEntries', auditEntrySchema);
export const auditQuerySchema = pageQuerySchema.extend({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  target: z.string().max(200).optional(),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
export const auditVerificationSchema = z.object({
  ok: z.boolean(),
  entries: z.number().int(),
  unsealed: z.number().int(),
  headSequence: z.string().nullable(),
  headHash: z.string().nullable(),
  firstBad: z.object({ sequence: z.string(), entryId: z.string(), reason: z.string() }).nullable(),
});
