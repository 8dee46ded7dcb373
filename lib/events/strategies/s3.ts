import type { JsonObject } from '@/lib/collectors/types';
import { objectReader } from './object-reader';
import { accountProperty, regionProperty } from './queue/json-schema';
import { replayMessage } from './replay';
import { readCheckpoint } from './s3/checkpoint';
import { consumeBucket } from './s3/consume';
import { findShards } from './s3/list';
import { testBucket } from './s3/test';
import type { Strategy, StrategyComparison } from './types';

const comparison: StrategyComparison = {
  title: 'S3 bucket, polled',
  summary: 'The log files are read out of the trail’s bucket; nothing else is set up.',
  recommended: false,
  transport: 'CloudTrail → S3 bucket, listed from where the last look ended',
  latency: 'Five to ten minutes',
  coverage:
    'Every region and account of the trail, an organization’s too. Files can be proven complete by their digests.',
  cost: 'Three LISTs a minute for each account and region (WORKER_S3_POLL_SECONDS), one GET a file.',
  whenToUse: 'A trail and its bucket are there, and no queue, rule or topic may be added.',
};

/** The form of `bucketConfigSchema` of lib/schemas/event-source; a test holds the two together. */
const configSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['bucketName', 'region', 'accountID'],
  properties: {
    bucketName: {
      type: 'string',
      title: 'Bucket',
      description: 'The name of the bucket that the trail writes to, without s3://.',
      pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
      examples: ['acme-cloudtrail-logs'],
    },
    prefix: {
      type: 'string',
      title: 'Prefix',
      description:
        'What stands before the account ids in the bucket. AWSLogs/, unless the trail was given a prefix of its own.',
      maxLength: 512,
      default: 'AWSLogs/',
      examples: ['AWSLogs/', 'trail/AWSLogs/'],
    },
    region: regionProperty('Region', 'The region that the bucket is in; the logs in it may be of every region.'),
    accountID: accountProperty(
      'Account id',
      'The account that owns the bucket. Of another owner’s bucket nothing is read.',
    ),
  },
};

/** CloudTrail's bucket itself is looked at, an account and region a shard. */
export const s3: Strategy<'s3'> = {
  name: 's3',
  comparison,
  configSchema,
  regionOf: ({ region }) => region,
  discover: async (ctx, config, known) => {
    const found = new Set([...(await findShards(ctx, config)), ...known.map(({ shard }) => shard)]);
    return [...found].sort().map((shard) => ({ shard, parents: [], checkpoint: null }));
  },
  discoverEveryMs: 10 * 60_000,
  consume: consumeBucket,
  test: testBucket,
  replay: (ctx, config, item) =>
    replayMessage(objectReader(ctx, { region: config.region, owner: config.accountID }), item),
  checkpointAt: (_shard, at) => ({ from: at, folders: {} }),
  position: (checkpoint) => {
    if (checkpoint === null) return null;
    const { from, folders } = readCheckpoint(checkpoint);
    const last = Object.values(folders)
      .map((folder) => folder.last ?? '')
      .sort()
      .at(-1);
    if (last) return last;
    return typeof from === 'number' ? `from ${new Date(from).toISOString()}` : (from ?? null);
  },
};
