import { z } from 'zod';
import { displayNameSchema, idSchema, pageOf, timeSchema, versionSchema } from './common';

export const RETRIEVERS = ['none', 'kube_sa_token', 'token_file', 'mooring_issuer'] as const;
export const retrieverSchema = z.enum(RETRIEVERS);

export const roleHopSchema = z.object({
  roleArn: z.string().max(2048),
  externalId: z.string().min(2).max(1224).optional(),
});

export const credentialSchema = z.object({
  id: idSchema,
  name: z.string(),
  retriever: retrieverSchema,
  hostIdentity: z.object({ id: idSchema, name: z.string(), kind: z.string() }).nullable(),
  roleChain: z.array(roleHopSchema),
  integrations: z.array(z.object({ id: idSchema, name: z.string() })),
  version: z.number().int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Credential = z.infer<typeof credentialSchema>;
export const credentialPageSchema = pageOf('credentials', credentialSchema);

export const createCredentialSchema = z.object({
  name: displayNameSchema,
  retriever: retrieverSchema,
  hostIdentityId: idSchema.optional(),
  roleChain: z.array(roleHopSchema).max(4).default([]),
});
export const updateCredentialSchema = z.object({
  name: displayNameSchema.optional(),
  roleChain: z.array(roleHopSchema).max(4).optional(),
  version: versionSchema,
});
