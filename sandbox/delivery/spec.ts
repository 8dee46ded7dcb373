import { z } from 'zod';

const probability = z.number().min(0).max(1);
const milliseconds = z.number().int().min(0).max(3_600_000);

/** Faults of a target. What is lost or corrupted is counted in the answer of GET, so that a test knows. */
const faultsSchema = z.strictObject({
  /** Every message, or file where there are no messages, comes so much later. */
  delayMs: milliseconds.default(0),
  /** Below 1 the probability of a second copy; from 1 on, so many more copies of each. */
  duplicate: z.number().min(0).max(10).default(0),
  /** Shuffles so many messages at a time; true is 10. */
  reorder: z.union([z.boolean(), z.number().int().min(2).max(1000)]).default(false),
  /** Of messages; of files where there are no messages. */
  loss: probability.default(0),
  /** Of log files, when there are messages too: the digest names the file, and neither it nor its message is there. */
  lostFiles: probability.default(0),
  corrupt: z.strictObject({ kind: z.enum(['truncate', 'garbage']), probability }).optional(),
});

const common = {
  name: z.string().min(1).max(100).optional(),
  accounts: z.union([z.literal('all'), z.array(z.string().regex(/^\d{12}$/))]).default('all'),
  /** Of the records; also the regions that digests are written for. Absent: all. */
  regions: z.array(z.string()).optional(),
  /** Calls that only read are recorded and delivered too. */
  readEvents: z.boolean().default(false),
  /** Calls that were refused. */
  failedCalls: z.boolean().default(true),
  /** Begin after this number of the change log; absent, with what happens from now on. */
  since: z.number().int().min(0).optional(),
  faults: faultsSchema.prefault({}),
};

const trail = {
  bucket: z.string().min(3),
  prefix: z.string().optional(),
  organizationId: z.string().startsWith('o-').optional(),
  /** How often files are written. AWS: about five minutes. */
  intervalMs: z.number().int().min(50).max(3_600_000).default(300_000),
  /** Records in one file. */
  maxRecords: z.number().int().min(1).max(100_000).default(5_000),
  /** AWS: hourly. */
  digest: z.strictObject({ intervalMs: z.number().int().min(1000).max(86_400_000).default(3_600_000) }).optional(),
  /** Files are taken away again after this time, as a lifecycle rule would. */
  retentionMs: z.number().int().min(1000).optional(),
};

const queue = { queueUrl: z.string().optional(), queueArn: z.string().startsWith('arn:aws:sqs:').optional() };

/** Where and how changes are delivered: the body of `POST /_sandbox/deliveries`. */
export const deliverySpecSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('eventbridge'), ...queue, sns: z.boolean().default(false), ...common }),
    z.strictObject({
      kind: z.literal('sqs'),
      ...queue,
      shape: z.enum(['cloudtrail-sns', 's3-sns', 's3-raw']),
      ...trail,
      ...common,
    }),
    z.strictObject({ kind: z.literal('s3'), ...trail, ...common }),
    z.strictObject({
      kind: z.literal('kinesis'),
      streamArn: z.string().startsWith('arn:aws:kinesis:'),
      logGroup: z.string().default('aws-cloudtrail-logs'),
      /** How long events are gathered for one record, and how many at most. */
      batchMs: z.number().int().min(0).max(60_000).default(200),
      maxRecords: z.number().int().min(1).max(1000).default(50),
      ...common,
    }),
  ])
  .refine((spec) => (spec.kind !== 'eventbridge' && spec.kind !== 'sqs') || (spec.queueUrl ?? spec.queueArn), {
    message: 'Give queueUrl or queueArn.',
  });

export type DeliverySpec = z.output<typeof deliverySpecSchema>;
export type DeliveryInput = z.input<typeof deliverySpecSchema>;
export type DeliveryKind = DeliverySpec['kind'];
export type SpecOf<K extends DeliveryKind> = Extract<DeliverySpec, { kind: K }>;
export type TrailSpec = SpecOf<'s3'> | SpecOf<'sqs'>;
