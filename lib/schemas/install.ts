import { z } from 'zod';
import { displayNameSchema, idSchema, pageOf, timeSchema, versionSchema } from './common';

const endpoint = z.url({ protocol: /^https?$/, error: 'An http(s) URL is needed.' }).nullable();
/** Where AWS's services are reached; null means AWS's own endpoints. `default` serves every service not named. */
export const endpointsSchema = z.object({
  default: endpoint,
  sts: endpoint,
  iam: endpoint,
  organizations: endpoint,
  cloudformation: endpoint,
});
export type Endpoints = z.infer<typeof endpointsSchema>;

export const installSettingsSchema = z.object({
  endpoints: endpointsSchema,
  version: z.number().int(),
  publicUrl: z.string(),
  issuerUrl: z.string().nullable(),
  audience: z.string(),
  sandboxUrl: z.string().nullable(),
  smtp: z.boolean(),
  singleSignOn: z.boolean(),
});
export type InstallSettings = z.infer<typeof installSettingsSchema>;
export const updateInstallSettingsSchema = z.object({
  endpoints: endpointsSchema,
  version: versionSchema.or(z.literal(0)),
});

export const HOST_IDENTITY_KINDS = ['projected_token', 'token_file', 'shared_config'] as const;
export const hostIdentitySchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: z.enum(HOST_IDENTITY_KINDS),
  path: z.string().nullable(),
  profile: z.string().nullable(),
  grantedWorkspace: z.object({ id: idSchema, name: z.string() }).nullable(),
  createdAt: timeSchema,
});
export type HostIdentity = z.infer<typeof hostIdentitySchema>;
export const hostIdentityPageSchema = pageOf('hostIdentities', hostIdentitySchema);
export const createHostIdentitySchema = z
  .object({
    name: displayNameSchema,
    kind: z.enum(HOST_IDENTITY_KINDS),
    path: z.string().max(500).regex(/^\//, 'An absolute path is needed.').optional(),
    profile: z
      .string()
      .max(100)
      .regex(/^[\w.@-]+$/, 'A profile name has letters, digits, dots, dashes.')
      .optional(),
  })
  .refine((input) => input.kind !== 'token_file' || input.path !== undefined, {
    path: ['path'],
    message: 'A token file needs its path.',
  });
export const grantHostIdentitySchema = z.object({ workspaceId: idSchema.nullable() });

export const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  installAdmin: z.boolean(),
  twoFactorEnabled: z.boolean(),
  createdAt: timeSchema,
  workspaces: z.number().int(),
});
export const userPageSchema = pageOf('users', userSchema);
export const updateUserSchema = z.object({ installAdmin: z.boolean() });
