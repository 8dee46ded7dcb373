import { z } from 'zod';
import { idSchema, pageOf, pageQuerySchema, timeSchema } from './common';

/** The rules, by the name that the API, the URL and the table `finding` keep. Their code is in lib/findings. */
export const RULE_IDS = [
  'root-user-exposed',
  'role-open-to-outsiders',
  'bucket-public',
  'security-group-open',
  'user-without-mfa',
  'access-key-never-used',
  'access-key-old',
  'volume-unencrypted',
  'snapshot-unencrypted',
  'oidc-provider-unused',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** The worst first, as lists sort. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const FINDING_STATES = ['open', 'muted', 'resolved'] as const;
export const RESOLUTIONS = ['fixed', 'resource_deleted', 'no_longer_watched', 'rule_changed'] as const;

/** A mute lasts a year at most; what stays acceptable for longer is looked at again. */
export const MAX_MUTE_DAYS = 366;

const many = <Value extends string>(one: z.ZodType<Value, string>, max: number) =>
  z
    .union([z.string().max(2000), z.array(z.string().max(200))])
    .transform((value) => (Array.isArray(value) ? value : value.split(',')).filter((part) => part !== ''))
    .pipe(z.array(one).max(max))
    .optional();

export const findingFilterSchema = z.object({
  state: z.enum(FINDING_STATES).default('open'),
  rule: many(z.enum(RULE_IDS), RULE_IDS.length),
  severity: many(z.enum(SEVERITIES), SEVERITIES.length),
  account: many(z.string().max(60), 100),
  type: many(z.string().max(100), 40),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "Part of the resource's name, ARN or id, or of the evidence." }),
});
export type FindingFilter = z.output<typeof findingFilterSchema>;
export const findingQuerySchema = pageQuerySchema.extend(findingFilterSchema.shape);
export const FINDING_EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export const findingExportQuerySchema = findingFilterSchema.extend({
  format: z.enum(FINDING_EXPORT_FORMATS).default('csv'),
});

/** What was read that makes the finding true. */
export const evidenceSchema = z.object({
  text: z.string().meta({ description: 'One sentence: what is so.' }),
  facts: z.array(z.object({ term: z.string(), value: z.string() })),
  lines: z
    .array(z.object({ path: z.string(), value: z.unknown() }))
    .meta({ description: "The parts of the resource's documents that say so, and where they stand." }),
  calls: z.array(z.string()).meta({ description: 'The AWS actions whose answers these are.' }),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const fixStepSchema = z.object({
  text: z.string(),
  code: z
    .object({ label: z.string(), language: z.enum(['bash', 'hcl', 'json']), text: z.string() })
    .optional()
    .meta({ description: "A command or configuration with the resource's own names filled in." }),
});
export type FixStep = z.infer<typeof fixStepSchema>;

export const muteSchema = z.object({
  id: idSchema,
  reason: z.string(),
  until: timeSchema.nullable().meta({ description: 'Null: until it is fixed.' }),
  createdAt: timeSchema,
  createdBy: z.string(),
  covers: z
    .enum(['finding', 'pattern'])
    .meta({ description: 'This finding alone, or all of its rule with an account or tag.' }),
  accountId: z.string().nullable(),
  tag: z.string().nullable(),
});
export type Mute = z.infer<typeof muteSchema>;

export const findingSchema = z.object({
  id: idSchema,
  rule: z.enum(RULE_IDS),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(FINDING_STATES),
  resource: z.object({
    uid: idSchema,
    name: z.string(),
    id: z.string(),
    arn: z.string().nullable(),
    type: z.string(),
    accountId: z.string(),
    region: z.string(),
  }),
  evidence: evidenceSchema,
  firstSeenAt: timeSchema,
  lastConfirmedAt: timeSchema,
  reopenedAt: timeSchema.nullable(),
  timesReopened: z.number().int(),
  resolvedAt: timeSchema.nullable(),
  resolution: z.enum(RESOLUTIONS).nullable(),
  mute: muteSchema.nullable(),
});
export type Finding = z.infer<typeof findingSchema>;
export const findingPageSchema = pageOf('findings', findingSchema);

/** One finding with what its rule says of it. */
export const findingDetailSchema = findingSchema.extend({
  why: z.string(),
  fix: z.array(fixStepSchema),
});
export type FindingDetail = z.infer<typeof findingDetailSchema>;
export const resourceFindingsSchema = z.object({ findings: z.array(findingDetailSchema) });

export const ruleSummarySchema = z.object({
  rule: z.enum(RULE_IDS),
  title: z.string(),
  why: z.string(),
  types: z.array(z.string()),
  open: z.number().int(),
  muted: z.number().int(),
  worst: z.enum(SEVERITIES).nullable().meta({ description: 'Of those that are open; null when none is.' }),
  judged: z.number().int().meta({ description: 'Live resources of the types it looks at.' }),
});
export type RuleSummary = z.infer<typeof ruleSummarySchema>;
export const findingSummarySchema = z.object({
  open: z.number().int(),
  muted: z.number().int(),
  resolved: z.number().int(),
  judged: z.object({ resources: z.number().int(), at: timeSchema.nullable() }),
  rules: z.array(ruleSummarySchema),
  severities: z.array(z.object({ severity: z.enum(SEVERITIES), count: z.number().int() })),
  accounts: z.array(z.object({ accountId: z.string(), count: z.number().int() })),
});
export type FindingSummary = z.infer<typeof findingSummarySchema>;

const reason = z.string().trim().min(8, 'Say in a few words why this may stay.').max(500, 'At most 500 characters.');
const days = z.number().int().min(1).max(MAX_MUTE_DAYS);
export const muteFindingSchema = z.object({
  reason,
  days: days.nullable().meta({ description: 'For how many days; null: until it is fixed.' }),
});
export const muteRuleSchema = z.object({
  rule: z.enum(RULE_IDS),
  accountId: z
    .string()
    .regex(/^\d{12}$/, 'Twelve digits.')
    .nullable()
    .default(null),
  tag: z.string().trim().min(1).max(300).nullable().default(null).meta({ description: 'key or key=value' }),
  reason,
  days,
});
export const mutePatternSchema = muteSchema.extend({
  rule: z.enum(RULE_IDS),
  title: z.string(),
  until: timeSchema,
  findings: z.number().int().meta({ description: 'How many open findings it covers now.' }),
});
export type MutePattern = z.infer<typeof mutePatternSchema>;
export const mutePatternsSchema = z.object({ mutes: z.array(mutePatternSchema) });
