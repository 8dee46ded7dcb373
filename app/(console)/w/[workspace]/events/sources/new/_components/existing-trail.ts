import { isObject, text } from '@/components/resource/json';
import type { StrategyName } from '@/lib/schemas/event-source';

/** What is typed of a trail that is there; empty texts are not given. */
export type ExistingTrail = { bucket: string; prefix: string; topic: string; key: string; group: string };
export const NO_TRAIL: ExistingTrail = { bucket: '', prefix: '', topic: '', key: '', group: '' };

/** Which of it a strategy asks for; the first are needed, the others have a usual value or none. */
export const TRAIL_FIELDS = {
  eventbridge: { needed: [], more: [] },
  sqs: { needed: ['bucket', 'topic'], more: ['prefix', 'key'] },
  s3: { needed: ['bucket'], more: ['prefix', 'key'] },
  kinesis: { needed: ['group'], more: [] },
} as const satisfies Record<StrategyName, Record<'needed' | 'more', readonly (keyof ExistingTrail)[]>>;

/** Where the API says that one of them is wrong. */
export const TRAIL_PATHS: Readonly<Record<string, keyof ExistingTrail>> = {
  'existingTrail.bucketName': 'bucket',
  'existingTrail.prefix': 'prefix',
  'existingTrail.topicArn': 'topic',
  'existingTrail.kmsKeyArn': 'key',
  existingLogGroup: 'group',
};

/** As the API's query has it. */
export function trailQuery(strategy: StrategyName, trail: ExistingTrail): Readonly<Record<string, string>> {
  const { needed, more } = TRAIL_FIELDS[strategy];
  const asked: readonly (keyof ExistingTrail)[] = [...needed, ...more];
  const given = (field: keyof ExistingTrail, name: string) =>
    asked.includes(field) && trail[field] !== '' ? { [name]: trail[field] } : {};
  return {
    ...given('bucket', 'existingTrailBucket'),
    ...given('prefix', 'existingTrailPrefix'),
    ...given('topic', 'existingTrailTopicArn'),
    ...given('key', 'existingTrailKmsKeyArn'),
    ...given('group', 'existingLogGroup'),
  };
}

export const isNamed = (strategy: StrategyName, trail: ExistingTrail) =>
  TRAIL_FIELDS[strategy].needed.every((field) => trail[field] !== '');

/** What the inventory has of an AWS::CloudTrail::Trail. */
export function trailOf(attributes: unknown): ExistingTrail {
  const known = isObject(attributes) ? attributes : {};
  const prefix = text(known.s3KeyPrefix);
  const key = text(known.kmsKeyId);
  return {
    bucket: text(known.s3BucketName) ?? '',
    prefix: prefix ? `${prefix}/AWSLogs/` : '',
    topic: text(known.snsTopicARN) ?? '',
    key: key?.includes(':key/') ? key : '',
    // arn:aws:logs:<region>:<account>:log-group:<name>:*
    group: text(known.cloudWatchLogsLogGroupArn)?.split(':')[6] ?? '',
  };
}
