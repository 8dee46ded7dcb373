import { z } from 'zod';
import { partitionOfRegion } from '@/lib/schemas/arn';
import { PERMISSION_SETS, regionSchema } from '@/lib/schemas/integration';

/**
 * The same patterns stand in variables.tf and in onboarding-wif.yaml (a test holds them together). They leave out
 * `$`, `&`, `*`, quotes and backslashes: IAM would read `${…}` as a policy variable, whatever the file format.
 */
export const ISSUER_URL = /^https:\/\/[A-Za-z0-9.-]+(\/[A-Za-z0-9._~-]+)*$/;
export const AUDIENCE = /^[A-Za-z0-9._:/@=+,-]{1,255}$/;
export const EXACT_SUBJECT = /^[A-Za-z0-9._:/@=+,|-]{1,255}$/;
export const NAMESPACE_SUBJECT = /^system:serviceaccount:[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?:\*$/;
export const ROLE_NAME = /^[A-Za-z0-9_+=,.@-]{1,64}$/;
const PROVIDER_ARN = /^arn:(aws[a-z-]*):iam::[0-9]{12}:oidc-provider\/([A-Za-z0-9._~/-]+)$/;
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const TOKEN_RETRIEVERS = ['mooring_issuer', 'kube_sa_token', 'token_file'] as const;

const statementSchema = z.record(z.string(), z.unknown());
export const policyDocumentSchema = z.object({
  Version: z.literal('2012-10-17'),
  Statement: z.array(statementSchema).min(1),
});
export type PolicyDocument = z.infer<typeof policyDocumentSchema>;

export const tagsSchema = z
  .record(z.string().min(1).max(128).regex(TAG_TEXT), z.string().max(256).regex(TAG_TEXT))
  .refine((tags) => Object.keys(tags).length <= 50, 'IAM allows 50 tags.')
  .refine((tags) => !Object.keys(tags).some((key) => /^aws:/i.test(key)), 'AWS keeps tag keys that begin with "aws:".');

/**
 * What the files for one account are made from. `endpointUrl` is the sandbox's; leave it out for AWS.
 * `maxSessionSeconds` is in seconds (IAM: 3600-43200). The partition follows from `region`.
 */
export const onboardingInputSchema = z
  .object({
    integrationName: z
      .string()
      .min(1)
      .max(200)
      .refine((text) => text.isWellFormed(), 'This is not well-formed Unicode.'),
    region: regionSchema,
    issuerUrl: z.string().max(255).regex(ISSUER_URL, 'AWS needs an https issuer without port, query or final slash.'),
    audience: z.string().regex(AUDIENCE, 'An audience has 1 to 255 letters, digits or . _ : / @ = + , -'),
    subject: z.union([z.string().regex(EXACT_SUBJECT), z.string().regex(NAMESPACE_SUBJECT)], {
      error: 'A subject is exact; its only wildcard form is system:serviceaccount:<namespace>:*',
    }),
    roleName: z.string().regex(ROLE_NAME, 'A role name has 1 to 64 letters, digits and _+=,.@-'),
    existingProviderArn: z.string().regex(PROVIDER_ARN, 'This is not the ARN of an OIDC provider.').optional(),
    permissionSet: z.enum(PERMISSION_SETS).default('security_audit'),
    minimalPolicy: policyDocumentSchema.optional(),
    supplementPolicy: policyDocumentSchema.optional(),
    maxSessionSeconds: z.number().int().min(3600).max(43_200).default(3600),
    tokenRetriever: z.enum(TOKEN_RETRIEVERS).default('mooring_issuer'),
    endpointUrl: z.url({ protocol: /^https?$/ }).optional(),
    tags: tagsSchema.default({}),
  })
  .superRefine((input, context) => {
    if (input.permissionSet === 'minimal' && !input.minimalPolicy) {
      context.addIssue({ code: 'custom', path: ['minimalPolicy'], message: 'The minimal set needs its policy.' });
    }
    const provider = PROVIDER_ARN.exec(input.existingProviderArn ?? '');
    if (!provider) return;
    const path = ['existingProviderArn'];
    if (`https://${provider[2]}` !== input.issuerUrl) {
      context.addIssue({ code: 'custom', path, message: `This provider is not the one for ${input.issuerUrl}.` });
    }
    if (provider[1] !== partitionOfRegion(input.region)) {
      context.addIssue({ code: 'custom', path, message: `This provider is not in the partition of ${input.region}.` });
    }
  });

/** What callers pass: defaults may be left out. */
export type OnboardingInput = z.input<typeof onboardingInputSchema>;
/** After parsing: defaults are filled in. */
export type Onboarding = z.output<typeof onboardingInputSchema>;
