import { z } from 'zod';
import { displayNameSchema, idSchema, pageOf, timeSchema, versionSchema } from './common';

export const RETRIEVERS = ['none', 'kube_sa_token', 'token_file', 'mooring_issuer'] as const;
export const retrieverSchema = z.enum(RETRIEVERS);

export const roleHopSchema = z.object({
  roleArn: z.string().max(2048),
  externalId: z
    .string()
    .min(2)
    .max(1224)
    .regex(/^[\w+=,.@:/-]+$/, 'An External ID has letters, digits and _+=,.@:/-')
    .optional(),
});

const kubernetesName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/, 'Kubernetes names have lower case letters, digits, dots and dashes.');
/** Whose token `kube_sa_token` asks the cluster for that Mooring runs in (TokenRequest), and for which audience. */
export const serviceAccountSchema = z.object({
  namespace: kubernetesName.max(63),
  name: kubernetesName,
  audience: z.string().min(1).max(255),
});
export type ServiceAccount = z.infer<typeof serviceAccountSchema>;

export const credentialSchema = z.object({
  id: idSchema,
  name: z.string(),
  retriever: retrieverSchema,
  hostIdentity: z.object({ id: idSchema, name: z.string(), kind: z.string() }).nullable(),
  serviceAccount: serviceAccountSchema.nullable(),
  roleChain: z.array(roleHopSchema),
  integrations: z.array(z.object({ id: idSchema, name: z.string() })),
  version: z.number().int(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Credential = z.infer<typeof credentialSchema>;
export const credentialPageSchema = pageOf('credentials', credentialSchema);

/**
 * `none`, `token_file` and `kube_sa_token` need a host identity granted to the workspace, `kube_sa_token` a service
 * account too. An External ID that is left out is generated.
 */
export const createCredentialSchema = z.object({
  name: displayNameSchema,
  retriever: retrieverSchema,
  hostIdentityId: idSchema.optional(),
  serviceAccount: serviceAccountSchema.optional(),
  roleChain: z.array(roleHopSchema).max(4).default([]),
});
export const updateCredentialSchema = z.object({
  name: displayNameSchema.optional(),
  roleChain: z.array(roleHopSchema).max(4).optional(),
  version: versionSchema,
});
