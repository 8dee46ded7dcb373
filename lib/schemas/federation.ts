import { z } from 'zod';
import { pageOf, timeSchema } from './common';

export const federationSchema = z.object({
  issuer: z.enum(['mooring', 'kubernetes']),
  issuerUrl: z.string().nullable(),
  audience: z.string(),
  subject: z.string().meta({ description: 'The exact subject, or its pattern where each integration has its own.' }),
  namespace: z.string().nullable(),
  tokenPath: z.string().nullable(),
  discoveryUrl: z.string().nullable(),
  jwksUrl: z.string().nullable(),
  ready: z.boolean(),
  problem: z.string().nullable().meta({ description: 'What cannot work yet, and what to do.' }),
  terraformSnippet: z.string(),
});
export type Federation = z.infer<typeof federationSchema>;

export const probeCheckSchema = z.object({
  key: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'warning', 'failed', 'not_testable']),
  evidence: z.string(),
  fix: z.string().nullable(),
  ms: z.number().int().nullable(),
});
export const federationProbeSchema = z.object({
  ok: z.boolean(),
  probedAt: timeSchema,
  checks: z.array(probeCheckSchema),
});
export type FederationProbe = z.infer<typeof federationProbeSchema>;

export const issuerKeySchema = z.object({
  kid: z.string(),
  state: z.enum(['next', 'active', 'retiring', 'revoked']),
  published: z.boolean(),
  createdAt: timeSchema,
  activatedAt: timeSchema.nullable(),
  retiringAt: timeSchema.nullable(),
  revokedAt: timeSchema.nullable(),
});
export type IssuerKey = z.infer<typeof issuerKeySchema>;
export const issuerKeyPageSchema = pageOf('issuerKeys', issuerKeySchema);

export const federationDocumentsSchema = z.object({
  files: z.array(z.object({ path: z.string(), contentType: z.string(), content: z.string() })),
});
