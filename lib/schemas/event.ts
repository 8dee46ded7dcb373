import { z } from 'zod';
import { idSchema, jsonObjectSchema, pageOf, pageQuerySchema, timeSchema } from './common';

/**
 * What became of an event; each ends in exactly one of the terminal ones. `pending` is not terminal: AWS's read did not
 * show the change yet, and it is read again.
 * - applied: it made (or gave its author to) at least one version. unchanged: the inventory stood so already.
 * - noCollector: its type is not collected. noReference: it does not say which resource. notWatched: no integration
 *   owns the scope. unreadable: AWS refused or failed to the end; `reason` says how, and the scope is scanned.
 */
export const EVENT_OUTCOMES = [
  'applied',
  'unchanged',
  'noCollector',
  'noReference',
  'notWatched',
  'unreadable',
  'pending',
] as const;
export const eventOutcomeSchema = z.enum(EVENT_OUTCOMES);
export type EventOutcome = z.infer<typeof eventOutcomeSchema>;

export const principalSchema = z.object({
  /** CloudTrail's userIdentity.type. */
  type: z.string(),
  label: z.string(),
  arn: z.string().nullable(),
  accountId: z.string().nullable(),
  accessKeyId: z.string().nullable(),
  sessionIssuerArn: z.string().nullable(),
  sessionName: z.string().nullable(),
});

export const eventTouchSchema = z.object({
  type: z.string(),
  region: z.string(),
  /** How the event names it. */
  ref: z.string(),
  effect: z.enum(['upsert', 'delete']),
  /** created, changed, recreated, deleted, unchanged, attributed, pending, unreadable, notWatched … */
  result: z.string(),
  resourceUid: idSchema.nullable(),
  resourceName: z.string().nullable(),
  version: z.number().int().nullable(),
});

export const eventSchema = z.object({
  /** Opaque: day, account and CloudTrail's event id. */
  id: z.string(),
  eventId: z.string(),
  time: timeSchema,
  receivedAt: timeSchema,
  /** When its effect was committed; null while pending. */
  settledAt: timeSchema.nullable(),
  /** Event time to commit. CloudTrail gives whole seconds. */
  latencyMs: z.number().nullable(),
  accountId: z.string(),
  region: z.string(),
  /** Without `.amazonaws.com`. */
  service: z.string(),
  name: z.string(),
  principal: principalSchema,
  sourceAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  outcome: eventOutcomeSchema,
  reason: z.string().nullable(),
  sourceId: idSchema.nullable(),
  sourceName: z.string().nullable(),
  touches: z.array(eventTouchSchema),
});
export type EventView = z.output<typeof eventSchema>;
export const eventPageSchema = pageOf('events', eventSchema);
export const eventDetailSchema = eventSchema.extend({
  /** CloudTrail's record as it came, secrets masked; null when it was too large to keep. */
  raw: jsonObjectSchema.nullable(),
  rawTruncated: z.boolean(),
});
export type EventDetailView = z.output<typeof eventDetailSchema>;

const text = z.string().max(300);
export const eventFilterSchema = z.object({
  account: text.optional().meta({ description: 'The number of one account' }),
  service: text.optional().meta({ description: 'One service: ec2, iam, s3' }),
  name: text.optional().meta({ description: 'The event’s name, whole or its beginning' }),
  principal: text.optional().meta({ description: 'An ARN, a user or role name, a session name, or a part of one' }),
  accessKey: text.optional().meta({ description: 'The id of the access key that it was done with' }),
  address: text.optional().meta({ description: 'The source address, whole' }),
  outcome: z.string().max(200).optional().meta({ description: 'One, or several with commas' }),
  source: z.string().max(100).optional().meta({ description: 'An event source’s id' }),
  resource: z.string().max(100).optional().meta({ description: 'A resource’s uid' }),
  from: timeSchema.optional(),
  to: timeSchema.optional(),
});
export type EventFilter = z.output<typeof eventFilterSchema>;
export const eventQuerySchema = pageQuerySchema.extend(eventFilterSchema.shape).extend({
  order: z
    .enum(['arrival', 'time'])
    .default('arrival')
    .meta({ description: 'By when it came, as Live has it, or by when it happened; the newest first' }),
});
export const eventBatchSchema = z.object({
  events: z.array(eventSchema),
  missed: z
    .number()
    .int()
    .meta({ description: 'At least so many arrived in between and were left out: more than a page can follow' }),
});

export const eventStatsQuerySchema = z.object({
  minutes: z.coerce.number().int().min(5).max(1440).default(60),
  source: z.string().max(100).optional(),
});
export const eventStatsSchema = z.object({
  buckets: z.array(
    z.object({
      at: timeSchema,
      received: z.number(),
      kept: z.number(),
      applied: z.number(),
      dropped: z.number(),
      quarantined: z.number(),
      /** Event to inventory, ms; null where nothing settled. */
      p50Ms: z.number().nullable(),
      p95Ms: z.number().nullable(),
    }),
  ),
  bucketSeconds: z.number().int(),
});

export const EVENT_RETENTION_DAYS = { min: 1, max: 365 } as const;
export const eventRetentionSchema = z.object({
  days: z.number().int().min(EVENT_RETENTION_DAYS.min).max(EVENT_RETENTION_DAYS.max),
});

/** CloudTrail's digest chain of one (account, region), as far as it was checked. */
export const completenessChainSchema = z.object({
  accountId: z.string(),
  region: z.string(),
  state: z.enum(['intact', 'broken', 'checking', 'noDigests', 'denied']),
  /** Files before this moment are whole: none missing, none altered. */
  verifiedUntil: timeSchema.nullable(),
  digests: z.number().int(),
  files: z.number().int(),
  problems: z.array(
    z.object({
      id: idSchema,
      kind: z.enum([
        'digestMissing',
        'digestAltered',
        'signatureInvalid',
        'fileMissing',
        'fileAltered',
        'chainBroken',
        'keyUnknown',
      ]),
      objectKey: z.string(),
      message: z.string(),
      at: timeSchema,
      /** The scan that was started because of it. */
      scanId: idSchema.nullable(),
      resolvedAt: timeSchema.nullable(),
    }),
  ),
  error: z.string().nullable(),
});
export const completenessSchema = z.object({
  supported: z.boolean(),
  /** What an intact chain does not prove. */
  notProven: z.array(z.string()),
  chains: z.array(completenessChainSchema),
});
