import { z } from 'zod';
import {
  displayNameSchema,
  idSchema,
  jsonObjectSchema,
  pageOf,
  pageQuerySchema,
  timeSchema,
  versionSchema,
} from './common';

/** How CloudTrail's events get here. The comparison of them is in lib/events/strategies. */
export const STRATEGIES = ['eventbridge', 'sqs', 's3', 'kinesis'] as const;
export const strategySchema = z.enum(STRATEGIES);
export type StrategyName = (typeof STRATEGIES)[number];

const accountId = z.string().regex(/^\d{12}$/, 'An AWS account id has twelve digits.');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'A region is written like us-east-1.');

/** Keys are the seed's own, capitals and all: what Terraform's `event_source_config` prints can be pasted. */
export const queueConfigSchema = z.strictObject({
  queueURL: z
    .string()
    .max(1000)
    .regex(/^https?:\/\/[^\s/?#@]+\/(?:[^\s?#]+\/)*\d{12}\/[A-Za-z0-9_-]{1,80}(\.fifo)?$/, {
      error: 'A queue URL looks like https://sqs.us-east-1.amazonaws.com/123456789012/mooring-events.',
    }),
  region,
  accountID: accountId,
});
export const bucketConfigSchema = z.strictObject({
  bucketName: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'This is not a name that a bucket can have.'),
  /** What stands before the account's folder: `AWSLogs/`, or `trail/AWSLogs/`. */
  prefix: z.string().max(512).default('AWSLogs/'),
  region,
  accountID: accountId,
});
export const streamConfigSchema = z.strictObject({
  streamARN: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[A-Za-z0-9_.-]{1,128}$/,
      'A stream ARN looks like arn:aws:kinesis:us-east-1:123456789012:stream/mooring-events.',
    ),
  /** One shard, with those that resharding makes of it; empty: all of them. */
  shardID: z
    .string()
    .regex(/^(shardId-\d{12})?$/, 'A shard id looks like shardId-000000000000.')
    .default(''),
});
export type QueueConfig = z.output<typeof queueConfigSchema>;
export type BucketConfig = z.output<typeof bucketConfigSchema>;
export type StreamConfig = z.output<typeof streamConfigSchema>;

/** Strategy -> its config, as parsed. */
export const CONFIG_SCHEMAS = {
  eventbridge: queueConfigSchema,
  sqs: queueConfigSchema,
  s3: bucketConfigSchema,
  kinesis: streamConfigSchema,
} as const satisfies Record<StrategyName, z.ZodType>;
export type ConfigOf<S extends StrategyName> = z.output<(typeof CONFIG_SCHEMAS)[S]>;

/** What a person compares strategies by, and the JSON Schema that the form is drawn from. */
export const strategyViewSchema = z.object({
  strategy: strategySchema,
  title: z.string(),
  summary: z.string(),
  recommended: z.boolean(),
  transport: z.string(),
  latency: z.string(),
  coverage: z.string(),
  cost: z.string(),
  whenToUse: z.string(),
  /** Draft 2020-12. */
  configSchema: jsonObjectSchema,
});
export const strategiesSchema = z.object({ plugin: z.literal('aws'), strategies: z.array(strategyViewSchema) });

/**
 * - consuming: a sensor holds at least one of its shards. starting: attached and enabled, no sensor took it yet.
 * - notAttached, profileDisabled: nothing arrives until a profile that is enabled has it.
 * - failing: its last tries ended in `error`.
 */
export const SOURCE_STATES = [
  'consuming',
  'starting',
  'failing',
  'paused',
  'disabled',
  'notAttached',
  'profileDisabled',
] as const;
export const sourceStateSchema = z.enum(SOURCE_STATES);

export const sourceErrorSchema = z.object({
  code: z.string(),
  message: z.string(),
  /** The IAM action that was refused, where one was. */
  action: z.string().nullable(),
  at: timeSchema,
});

export const shardViewSchema = z.object({
  /** `queue-0` …, `<account>/<region>`, `shardId-…`; `*` is the source's own upkeep: discovery and re-reads. */
  shard: z.string(),
  state: z.enum(['open', 'waiting', 'finished']),
  sensorId: idSchema.nullable(),
  sensorHost: z.string().nullable(),
  leaseUntil: timeSchema.nullable(),
  /** Where it stands, in words: a sequence number, the last object's key. */
  position: z.string().nullable(),
  lagMs: z.number().nullable(),
  lastEventAt: timeSchema.nullable(),
  error: sourceErrorSchema.nullable(),
});

export const eventSourceSchema = z.object({
  id: idSchema,
  name: z.string(),
  plugin: z.literal('aws'),
  strategy: strategySchema,
  config: jsonObjectSchema,
  integration: z.object({ id: idSchema, name: z.string(), accountId: z.string().nullable() }).nullable(),
  enabled: z.boolean(),
  pausedAt: timeSchema.nullable(),
  state: sourceStateSchema,
  /** Why nothing arrives and what to do, when nothing can. */
  stateReason: z.string().nullable(),
  profiles: z.array(z.object({ id: idSchema, title: z.string(), enabled: z.boolean() })),
  /** Oldest unconsumed event's age as far as the transport tells, over all shards. */
  lagMs: z.number().nullable(),
  /** Kept events (changes) a minute over the last five. */
  eventsPerMinute: z.number(),
  receivedPerMinute: z.number(),
  lastEventAt: timeSchema.nullable(),
  lastReceivedAt: timeSchema.nullable(),
  error: sourceErrorSchema.nullable(),
  quarantined: z.number().int(),
  /** Accounts whose events came though no integration covers them. */
  foreignAccounts: z.number().int(),
  version: versionSchema,
  createdAt: timeSchema,
  createdBy: z.string(),
  updatedAt: timeSchema,
});
export const eventSourcePageSchema = pageOf('eventSources', eventSourceSchema);
export const eventSourceDetailSchema = eventSourceSchema.extend({
  shards: z.array(shardViewSchema),
  /** Last 24 hours. */
  totals: z.object({
    received: z.number(),
    readOnly: z.number(),
    failed: z.number(),
    foreign: z.number(),
    other: z.number().meta({ description: 'Data, Insights and network events, and those older than the log is kept' }),
    kept: z.number(),
    quarantined: z.number(),
  }),
  foreign: z.array(z.object({ accountId: z.string(), count: z.number(), firstAt: timeSchema, lastAt: timeSchema })),
  /** What the integration's role needs to read it, as an IAM policy document. */
  readPolicy: jsonObjectSchema,
});

export const createEventSourceSchema = z.strictObject({
  name: displayNameSchema,
  plugin: z.literal('aws').default('aws'),
  strategy: strategySchema,
  config: jsonObjectSchema.meta({ description: 'As the strategy’s JSON Schema says (eventStrategies.list)' }),
  integrationId: idSchema,
  enabled: z.boolean().default(true),
});
export const updateEventSourceSchema = z.strictObject({
  name: displayNameSchema.optional(),
  config: jsonObjectSchema.optional(),
  integrationId: idSchema.optional(),
  enabled: z.boolean().optional(),
  version: versionSchema,
});
export const eventSourceQuerySchema = pageQuerySchema.extend({
  strategy: strategySchema.optional(),
  q: z.string().max(200).optional(),
});

/** Tries what is in the form, or what is saved; nothing is received and nothing changed. */
export const testEventSourceSchema = createEventSourceSchema.pick({
  strategy: true,
  config: true,
  integrationId: true,
});
/** Makes in the sandbox what the Terraform makes in AWS. */
export const prepareInSandboxSchema = z.strictObject({ strategy: strategySchema, integrationId: idSchema });
export const preparedSchema = z.object({ config: jsonObjectSchema });

export const CHECK_STATES = ['ok', 'failed', 'warning', 'skipped'] as const;
export const connectionCheckSchema = z.object({
  /** identity, queueExists, `permission:<action>`, encryption, redrive … */
  key: z.string(),
  title: z.string(),
  state: z.enum(CHECK_STATES),
  evidence: z.string(),
  /** What to do, where it is not ok. */
  fix: z.string().nullable(),
});
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>;
export const connectionTestSchema = z.object({
  ok: z.boolean(),
  checks: z.array(connectionCheckSchema),
  readPolicy: jsonObjectSchema,
});

export const quarantineReasons = [
  'not_json',
  'unknown_shape',
  'truncated',
  'not_gzip',
  'too_large',
  'bomb',
  'field_too_large',
  'object_missing',
  'wrong_bucket',
  'forged_envelope',
  'bad_record',
] as const;
export const quarantineReasonSchema = z.enum(quarantineReasons);
export type QuarantineReason = z.infer<typeof quarantineReasonSchema>;
export const quarantinedSchema = z.object({
  id: idSchema,
  shard: z.string(),
  /** Message id, object key or sequence number. */
  deliveryId: z.string(),
  reason: quarantineReasonSchema,
  message: z.string(),
  /** The beginning of it as text, secrets masked. */
  excerpt: z.string(),
  bytes: z.number().int(),
  /** False: it was too large to keep whole, so it cannot be replayed from here. */
  replayable: z.boolean(),
  at: timeSchema,
  replayedAt: timeSchema.nullable(),
  replayResult: z.string().nullable(),
});
export const quarantinePageSchema = pageOf('quarantined', quarantinedSchema);
export const replayQuarantineSchema = z.strictObject({
  ids: z.array(idSchema).max(500).optional().meta({ description: 'None: all of the source' }),
});
export const replayResultSchema = z.object({ queued: z.number().int() });

export const resetCheckpointSchema = z.strictObject({
  /** One shard; none: all of them. */
  shard: z.string().max(200).optional(),
  /** `latest`: what comes from now on. `oldest`: all that the transport still has. Or from a moment on. */
  to: z.union([z.enum(['latest', 'oldest']), timeSchema]),
  version: versionSchema,
});

export const renderedFileSchema = z.object({
  path: z.string(),
  language: z.string(),
  text: z.string(),
  explanation: z.string(),
});
export const sourceTerraformQuerySchema = z.object({
  strategy: strategySchema,
  integrationId: idSchema,
  region: region.optional(),
  name: z.string().max(60).optional(),
  /** `quickstart` makes the trail as well; `strategy` fits to a trail that is there. */
  layout: z.enum(['quickstart', 'strategy', 'add-region']).default('strategy'),
  existingTrailBucket: z
    .string()
    .max(63)
    .optional()
    .meta({ description: 'For sqs and s3: the bucket of a trail that is there, so that no second trail is made' }),
  existingTrailPrefix: z.string().max(512).optional().meta({ description: 'What its files begin with: AWSLogs/' }),
  existingTrailTopicArn: z.string().max(512).optional().meta({ description: 'For sqs: the SNS topic that it tells' }),
  existingTrailKmsKeyArn: z.string().max(512).optional().meta({ description: 'The key that encrypts its files' }),
  existingLogGroup: z.string().max(512).optional().meta({
    description: 'For kinesis: the CloudWatch Logs group of a trail that is there',
  }),
});
export const sourceTerraformSchema = z.object({
  files: z.array(renderedFileSchema),
  commands: z.array(z.string()),
  readPolicy: jsonObjectSchema,
  /** What `event_source_config` will print: names are fixed before anything is made. */
  config: jsonObjectSchema,
});
