import type { JsonObject } from '@/lib/collectors/types';
import type { StrategyComparison } from '@/lib/events/strategies/types';

export const kinesisComparison: StrategyComparison = {
  title: 'CloudWatch Logs to Kinesis',
  summary: 'The trail also writes to a log group, and a subscription of it feeds a stream.',
  recommended: false,
  transport: 'CloudTrail → CloudWatch Logs → subscription filter → Kinesis stream',
  latency: 'A minute or a few',
  coverage: 'Every region of the trail. A filter on the subscription may leave out what only reads.',
  cost: 'CloudWatch Logs by the gigabyte taken in, the stream by the shard and hour: the dearest of the four.',
  whenToUse: 'A stream of the trail feeds other consumers already, or events have to be read again for days.',
};

/** The form of `streamConfigSchema` of lib/schemas/event-source; a test holds the two together. */
export const kinesisConfigSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['streamARN'],
  properties: {
    streamARN: {
      type: 'string',
      title: 'Stream ARN',
      description: 'The ARN of the Kinesis stream that the subscription filter writes to.',
      pattern: '^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\\d{12}:stream\\/[A-Za-z0-9_.-]{1,128}$',
      examples: ['arn:aws:kinesis:us-east-1:123456789012:stream/mooring-events'],
    },
    shardID: {
      type: 'string',
      title: 'Shard',
      description:
        'One shard of the stream, and those that resharding makes of it. Empty: all of them, and those that resharding makes.',
      pattern: '^(shardId-\\d{12})?$',
      default: '',
      examples: ['shardId-000000000000'],
    },
  },
};
