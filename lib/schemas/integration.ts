import { z } from 'zod';
import { COLLECTOR_SERVICES } from './collector-service';
import { idSchema, pageOf, pageQuerySchema, timeSchema, versionSchema } from './common';
import { retrieverSchema } from './credential';

/** Lower case, digits and dashes: it becomes part of stack and file names. */
export const integrationNameSchema = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(60, 'At most 60 characters.')
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'Lower case letters, digits and dashes, not at the ends.');
export const regionSchema = z
  .string()
  .regex(/^[a-z]{2,4}(-[a-z]{2,10}){1,3}-\d{1,2}$/, 'This is not an AWS region, such as eu-central-1.');

export const PERMISSION_SETS = ['security_audit', 'read_only', 'minimal'] as const;
export const integrationOptionsSchema = z.object({
  permissionSet: z.enum(PERMISSION_SETS).default('security_audit'),
  existingProviderArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/.+$/, 'This is not the ARN of an OIDC provider.')
    .optional(),
  roleName: z
    .string()
    .regex(/^[\w+=,.@-]{1,64}$/, 'A role name has 1 to 64 letters, digits and _+=,.@-')
    .optional(),
  services: z
    .array(z.enum(COLLECTOR_SERVICES))
    .min(1, 'Choose at least one service, or leave the choice out to scan all.')
    .optional()
    .meta({ description: 'Services to scan and to ask permissions for; all when left out. Fixed once connected.' }),
});
export const collectedServicesSchema = z.object({
  services: z.array(
    z.object({
      service: z.enum(COLLECTOR_SERVICES),
      title: z.string(),
      types: z.array(z.object({ type: z.string(), title: z.string(), scope: z.enum(['global', 'regional']) })),
      actions: z.array(z.string()).meta({ description: 'IAM actions that these types ask for.' }),
    }),
  ),
});
export type CollectedService = z.infer<typeof collectedServicesSchema>['services'][number];
export type IntegrationOptions = z.infer<typeof integrationOptionsSchema>;

export const INTEGRATION_STATES = ['draft', 'connected', 'failing', 'open_role'] as const;
export const integrationProblemSchema = z.object({
  code: z.string(),
  message: z.string(),
  since: timeSchema,
});
export const integrationSchema = z.object({
  id: idSchema,
  name: z.string(),
  plugin: z.literal('aws'),
  scope: z.enum(['account', 'organization']),
  state: z.enum(INTEGRATION_STATES),
  region: z.string(),
  credential: z.object({ id: idSchema, name: z.string(), retriever: retrieverSchema }),
  issuerUrl: z.string().nullable(),
  audience: z.string().nullable(),
  subject: z.string().nullable(),
  roleName: z.string().nullable(),
  roleArn: z.string().nullable(),
  accountId: z.string().nullable(),
  options: integrationOptionsSchema,
  schedule: z.object({ everyMinutes: z.number().int(), enabled: z.boolean(), nextRunAt: timeSchema.nullable() }),
  openReason: z.string().nullable(),
  problem: integrationProblemSchema.nullable(),
  verifiedAt: timeSchema.nullable(),
  verificationId: idSchema.nullable(),
  lastScan: z
    .object({ id: idSchema, state: z.string(), startedAt: timeSchema.nullable(), finishedAt: timeSchema.nullable() })
    .nullable(),
  resources: z.number().int().meta({ description: 'Live resources of the scopes this integration owns.' }),
  version: z.number().int(),
  createdBy: z.string(),
  updatedBy: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
});
export type Integration = z.infer<typeof integrationSchema>;
export const integrationPageSchema = pageOf('integrations', integrationSchema);
export const integrationQuerySchema = pageQuerySchema.extend({
  q: z.string().max(100).optional(),
  state: z.enum(INTEGRATION_STATES).optional(),
});

/** Drafts an integration. Without `credentialId`, a credential of the built-in issuer is made under the same name. */
export const createIntegrationSchema = z.object({
  name: integrationNameSchema,
  scope: z.literal('account', { error: 'Only the scope account can be connected in this version.' }).default('account'),
  region: regionSchema.default('us-east-1'),
  options: integrationOptionsSchema.default({ permissionSet: 'security_audit' }),
  credentialId: idSchema.optional(),
});

export const updateIntegrationSchema = z.object({
  name: integrationNameSchema.optional(),
  region: regionSchema.optional(),
  options: integrationOptionsSchema.optional(),
  roleArn: z.string().trim().max(2048).optional(),
  schedule: z.object({ everyMinutes: z.number().int().min(5).max(10_080), enabled: z.boolean() }).optional(),
  version: versionSchema,
});
export const connectIntegrationSchema = z.object({
  verificationId: idSchema,
  openReason: z.string().trim().min(10, 'Say why in at least 10 characters.').max(500).optional(),
});

export const renderedFileSchema = z.object({ path: z.string(), language: z.string(), content: z.string() });
export const explanationSchema = z.object({
  path: z.string(),
  fromLine: z.number().int(),
  toLine: z.number().int(),
  title: z.string(),
  text: z.string(),
});
export const renderedSchema = z.object({
  files: z.array(renderedFileSchema),
  explanations: z.array(explanationSchema),
  commands: z.object({ terraform: z.array(z.string()), tofu: z.array(z.string()) }),
  cloudFormation: z.object({ template: renderedFileSchema, command: z.string(), stackName: z.string() }),
  stateNote: z.string(),
  sandbox: z
    .object({
      note: z.string(),
      accounts: z.array(z.object({ id: z.string(), name: z.string(), exports: z.array(z.string()) })),
    })
    .nullable(),
});
export type Rendered = z.infer<typeof renderedSchema>;

export const applyInSandboxSchema = z.object({
  accountId: z.string().regex(/^\d{12}$/, 'An account id has 12 digits.'),
});
export const appliedInSandboxSchema = z.object({ stackId: z.string(), roleArn: z.string(), accountId: z.string() });
export const sandboxAccountsSchema = z.object({
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
});
