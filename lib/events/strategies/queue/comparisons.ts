import type { StrategyComparison } from '@/lib/events/strategies/types';

export const eventBridgeComparison: StrategyComparison = {
  title: 'EventBridge to SQS',
  summary: 'A rule in each region puts every change into a queue as it happens.',
  recommended: true,
  transport: 'CloudTrail → EventBridge rule → SQS queue; the event is in the message',
  latency: 'Seconds',
  coverage:
    'The regions that have a rule, or forward to one that has. IAM and other global services report in us-east-1. Needs a trail that logs management events.',
  cost: 'The rule costs nothing for AWS’s own events; the queue about 0.40 USD a million requests.',
  whenToUse: 'The inventory should follow changes within seconds, in one account or a few.',
};

export const sqsComparison: StrategyComparison = {
  title: 'S3 notifications to SQS',
  summary: 'CloudTrail writes log files to a bucket; a queue tells of each new one, and it is read from there.',
  recommended: false,
  transport: 'CloudTrail → S3 bucket → notification (S3, SNS or EventBridge) → SQS queue; the events are in the file',
  latency: 'About five minutes: CloudTrail writes files that often',
  coverage:
    'Every region and account of the trail, an organization’s too. Files can be proven complete by their digests.',
  cost: 'One GET a file, the queue’s requests, and the storage that the trail has anyway.',
  whenToUse: 'An organization’s trail exists already, and minutes are soon enough.',
};
