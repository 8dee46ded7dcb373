import { z } from 'zod';
import { partitionOfRegion } from '@/lib/schemas/arn';
import {
  bucketConfigSchema,
  type ConfigOf,
  type renderedFileSchema,
  type StrategyName,
  strategySchema,
} from '@/lib/schemas/event-source';
import { regionSchema } from '@/lib/schemas/integration';
import { parseInput } from '@/lib/schemas/parse';
import type { TerraformTool } from './commands';
import { type EventExample, EXAMPLE_FILES, FILE_NOTES } from './event-source-files';
import { queueUrl, type ReadPolicy, readPolicy } from './event-source-policy';
import { VALUES_FILE } from './files';
import { deployFiles } from './generated/files';
import { ROLE_NAME, tagsSchema } from './input';
import { shellQuote } from './names';
import { zip } from './zip';

/** A file to read, to copy or to download: its path below the bundle's folder, and what it is. */
export type EventSourceFile = z.infer<typeof renderedFileSchema>;

export const EVENT_LAYOUTS = ['strategy', 'quickstart', 'add-region'] as const;
export const DEFAULT_SOURCE_NAME = 'mooring-events';

const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key\/[A-Za-z0-9-]+$/;
const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$/;

/** A trail that is there already. Its prefix ends where the accounts' folders begin. */
const existingTrailSchema = z.object({
  bucketName: bucketConfigSchema.shape.bucketName,
  prefix: z
    .string()
    .max(512)
    .regex(/^(?:[^/]+\/)*AWSLogs\/$/, 'This is AWSLogs/, or <the trail’s prefix>/AWSLogs/.')
    .default('AWSLogs/'),
  topicArn: z
    .string()
    .regex(TOPIC_ARN, 'A topic’s ARN looks like arn:aws:sns:eu-west-1:123456789012:trail.')
    .optional(),
  kmsKeyArn: z.string().regex(KEY_ARN, 'This is not the ARN of a key.').optional(),
});

/**
 * What the files of one event source are made from. The same patterns stand in examples/shared (a test holds them
 * together). `roleName`: the integration's scanner role, to put the read policy on. `encryption` aws: the services' own
 * keys; kms: `kmsKeyArn`, or a key that is made.
 */
export const eventSourceInputSchema = z
  .object({
    strategy: strategySchema,
    layout: z.enum(EVENT_LAYOUTS).default('strategy'),
    name: z
      .string()
      .regex(
        /^[a-z0-9]([a-z0-9-]{1,28})[a-z0-9]$/,
        '3 to 30 lower-case letters, digits or dashes, no dash at the ends.',
      )
      .default(DEFAULT_SOURCE_NAME),
    region: regionSchema.default('us-east-1'),
    accountId: z.string().regex(/^\d{12}$/, 'An AWS account id has twelve digits.'),
    roleName: z.string().regex(ROLE_NAME, 'A role name has 1 to 64 letters, digits and _+=,.@-').optional(),
    organizationId: z
      .string()
      .regex(/^o-[a-z0-9]{10,32}$/, 'An organization id looks like o-a1b2c3d4e5.')
      .optional(),
    encryption: z.enum(['aws', 'kms']).default('aws'),
    kmsKeyArn: z.string().regex(KEY_ARN, 'This is not the ARN of a key.').optional(),
    existingTrail: existingTrailSchema.optional(),
    existingLogGroup: z
      .string()
      .regex(/^[A-Za-z0-9_/.#-]{1,512}$/, 'This is the name of a log group, not its ARN.')
      .optional(),
    includeReadEvents: z.boolean().optional(),
    tags: tagsSchema.default({}),
  })
  .refine(({ strategy, layout }) => layout === 'strategy' || strategy === 'eventbridge', {
    path: ['layout'],
    message: 'quickstart and add-region are of the eventbridge strategy. A trail reaches all regions by itself.',
  })
  .refine(({ strategy, existingTrail }) => !existingTrail || strategy === 'sqs' || strategy === 's3', {
    path: ['existingTrail'],
    message: 'Only sqs and s3 read a trail’s bucket.',
  })
  .refine(({ strategy, existingTrail }) => strategy !== 'sqs' || !existingTrail || existingTrail.topicArn, {
    path: ['existingTrail', 'topicArn'],
    message: 'The trail’s SNS topic tells the queue of each file, so sqs needs it.',
  })
  .refine(({ strategy, existingLogGroup }) => !existingLogGroup || strategy === 'kinesis', {
    path: ['existingLogGroup'],
    message: 'Only kinesis reads a log group.',
  });
export type EventSourceInput = z.input<typeof eventSourceInputSchema>;
type Values = z.output<typeof eventSourceInputSchema>;
type ExistingTrail = z.output<typeof existingTrailSchema>;

export type RenderedEventSource = {
  /** Name of the folder and, with `.zip` behind it, of the archive. Needs no quoting. */
  folder: string;
  files: EventSourceFile[];
  /** One command a line for a POSIX shell, beside the downloaded archive. The last prints the event source's config. */
  commands: string[];
  /** What that config will be: names are fixed before anything is made. */
  config: ConfigOf<StrategyName>;
  /** As `read_policy_json`, but for kms:Decrypt on a key that has yet to be made. */
  readPolicy: ReadPolicy;
};

/**
 * The Terraform of one event source. Constant files, and the values as data in `mooring.auto.tfvars.json`, where
 * Terraform takes every string literally.
 * @throws AppError `invalid_request` naming the fields that are wrong.
 */
export function renderEventSource(raw: EventSourceInput, tool: TerraformTool = 'terraform'): RenderedEventSource {
  const input = parseInput(eventSourceInputSchema, raw);
  const example: EventExample = input.layout === 'strategy' ? input.strategy : input.layout;
  const folder = `${input.name}-${example}-${input.region}`;
  const values: EventSourceFile = {
    path: VALUES_FILE,
    language: 'json',
    text: `${JSON.stringify(terraformValues(input, example), null, 2)}\n`,
    explanation: 'The values of this account. The only file that differs from anybody else’s.',
  };
  const constant = EXAMPLE_FILES[example].map(({ path, key }) => ({
    path,
    language: 'hcl',
    text: deployFiles[key],
    explanation: FILE_NOTES[key],
  }));
  return {
    folder,
    files: [values, ...constant],
    commands: commands(folder, tool),
    ...PREDICTED[input.strategy](input),
  };
}

/** The files as an archive under their folder; the same input gives the same bytes. */
export function zipEventSource({ folder, files }: Pick<RenderedEventSource, 'folder' | 'files'>): Uint8Array {
  return zip(
    files.map(({ path, language, text }) => ({ path, language, content: text })),
    folder,
  );
}

function commands(folder: string, tool: TerraformTool): string[] {
  const name = shellQuote(folder);
  return [
    `unzip ${name}.zip`,
    `cd ${name}`,
    `${tool} init`,
    `${tool} apply`,
    `${tool} output -raw event_source_config`,
  ];
}

/** The variables that this input sets; the others keep their defaults. An example is given only what it asks. */
function terraformValues(input: Values, example: EventExample): Record<string, unknown> {
  const hasTrail = example !== 'eventbridge' && example !== 'add-region';
  const { existingTrail: trail, existingLogGroup } = input;
  return {
    region: input.region,
    account_id: input.accountId,
    name: input.name,
    ...(input.roleName === undefined ? {} : { attach_to_role_name: input.roleName }),
    ...(hasTrail && input.organizationId !== undefined ? { organization_id: input.organizationId } : {}),
    ...(hasTrail && input.includeReadEvents !== undefined ? { include_read_events: input.includeReadEvents } : {}),
    ...(input.encryption === 'kms' ? { encryption: 'kms' } : {}),
    ...(input.encryption === 'kms' && input.kmsKeyArn !== undefined ? { kms_key_arn: input.kmsKeyArn } : {}),
    ...(trail ? { existing_trail: existingTrailValue(trail, input.strategy) } : {}),
    ...(existingLogGroup === undefined ? {} : { existing_log_group_name: existingLogGroup }),
    ...(Object.keys(input.tags).length === 0 ? {} : { tags: input.tags }),
  };
}

/** s3 has no place for a topic: it is told by nobody. */
function existingTrailValue(trail: ExistingTrail, strategy: StrategyName): Record<string, unknown> {
  return {
    bucket_name: trail.bucketName,
    prefix: trail.prefix,
    ...(strategy === 'sqs' ? { topic_arn: trail.topicArn } : {}),
    ...(trail.kmsKeyArn === undefined ? {} : { kms_key_arn: trail.kmsKeyArn }),
  };
}

type Predicted = Pick<RenderedEventSource, 'config' | 'readPolicy'>;

const PREDICTED = {
  eventbridge: (input) => predicted('eventbridge', queueConfig(input), input),
  sqs: (input) => predicted('sqs', queueConfig(input), input),
  s3: (input) => {
    const { region, accountId: accountID } = input;
    return predicted('s3', { ...logsOf(input), region, accountID }, input);
  },
  kinesis: (input) => predicted('kinesis', { streamARN: streamArn(input), shardID: '' }, input),
} as const satisfies Record<StrategyName, (input: Values) => Predicted>;

/** What is made here has one key. A bucket that is there already has its own or none, whatever is said of new things. */
function predicted<S extends StrategyName>(strategy: S, config: ConfigOf<S>, input: Values): Predicted {
  const { encryption, existingTrail, kmsKeyArn } = input;
  const makesNothingEncrypted = strategy === 's3' && existingTrail !== undefined;
  const made = encryption === 'kms' && !makesNothingEncrypted ? kmsKeyArn : undefined;
  const kmsKeyArns = [made, existingTrail?.kmsKeyArn].filter((key) => key !== undefined);
  return { config, readPolicy: readPolicy(strategy, config, { kmsKeyArns, logs: logsOf(input) }) };
}

/** Where the files lie: in the bucket there is, or in the one that is made. */
function logsOf(input: Values): { bucketName: string; prefix: string } {
  const { bucketName, prefix } = input.existingTrail ?? { bucketName: newBucketName(input), prefix: 'AWSLogs/' };
  return { bucketName, prefix };
}

function queueConfig({ region, accountId, name }: Values) {
  return { queueURL: queueUrl(region, accountId, name), region, accountID: accountId };
}

function newBucketName({ name, accountId, region }: Values): string {
  return `${name}-${accountId}-${region}`;
}

function streamArn({ name, accountId, region }: Values): string {
  return `arn:${partitionOfRegion(region)}:kinesis:${region}:${accountId}:stream/${name}`;
}
