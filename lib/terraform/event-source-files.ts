import type { deployFiles } from './generated/files';

/** The folders of deploy/terraform/examples for event sources: three layouts of `eventbridge`, one of each other. */
export const EVENT_EXAMPLES = ['quickstart', 'add-region', 'eventbridge', 'sqs', 's3', 'kinesis'] as const;
export type EventExample = (typeof EVENT_EXAMPLES)[number];

/** Where an example lies below deploy/terraform/examples. */
export const EXAMPLE_FOLDERS = {
  quickstart: 'quickstart',
  'add-region': 'add-region',
  eventbridge: 'strategies/eventbridge',
  sqs: 'strategies/sqs',
  s3: 'strategies/s3',
  kinesis: 'strategies/kinesis',
} as const satisfies Record<EventExample, string>;

type Key = Extract<keyof typeof deployFiles, `events/${string}`>;
export type EventFile = { path: string; key: Key };

const at = (path: string, key: Key): EventFile => ({ path, key });

const RULE = [
  at('modules/event-rule/main.tf', 'events/event-rule/main.tf'),
  at('modules/event-rule/variables.tf', 'events/event-rule/variables.tf'),
  at('modules/event-rule/outputs.tf', 'events/event-rule/outputs.tf'),
  at('modules/event-rule/versions.tf', 'events/versions.tf'),
];
const QUEUE = [
  at('modules/event-queue/main.tf', 'events/event-queue/main.tf'),
  at('modules/event-queue/variables.tf', 'events/event-queue/variables.tf'),
  at('modules/event-queue/outputs.tf', 'events/event-queue/outputs.tf'),
  at('modules/event-queue/versions.tf', 'events/versions.tf'),
];
const TRAIL = [
  at('modules/event-trail/main.tf', 'events/event-trail/main.tf'),
  at('modules/event-trail/bucket.tf', 'events/event-trail/bucket.tf'),
  at('modules/event-trail/variables.tf', 'events/event-trail/variables.tf'),
  at('modules/event-trail/outputs.tf', 'events/event-trail/outputs.tf'),
  at('modules/event-trail/versions.tf', 'events/versions.tf'),
];
const ACCESS = [
  at('modules/event-access/main.tf', 'events/event-access/main.tf'),
  at('modules/event-access/variables.tf', 'events/event-access/variables.tf'),
  at('modules/event-access/outputs.tf', 'events/event-access/outputs.tf'),
  at('modules/event-access/versions.tf', 'events/versions.tf'),
];
const KEY = [
  at('modules/event-key/main.tf', 'events/event-key/main.tf'),
  at('modules/event-key/variables.tf', 'events/event-key/variables.tf'),
  at('modules/event-key/outputs.tf', 'events/event-key/outputs.tf'),
  at('modules/event-key/versions.tf', 'events/versions.tf'),
];
const COMMON = [
  at('source.tf', 'events/source.tf'),
  at('provider.tf', 'events/provider.tf'),
  at('versions.tf', 'events/versions.tf'),
];
const REGION = at('region.tf', 'events/region.tf');
const TRAIL_VARIABLES = at('trail-variables.tf', 'events/trail-variables.tf');
const EVENTBRIDGE = at('eventbridge.tf', 'events/eventbridge/eventbridge.tf');

/** Every file of an example in reading order: what it makes, the modules that make it, what is asked. */
export const EXAMPLE_FILES: Record<EventExample, readonly EventFile[]> = {
  quickstart: [
    EVENTBRIDGE,
    at('trail.tf', 'events/quickstart/trail.tf'),
    ...[RULE, QUEUE, TRAIL, ACCESS, KEY].flat(),
    TRAIL_VARIABLES,
    REGION,
    ...COMMON,
  ],
  'add-region': [
    EVENTBRIDGE,
    at('key.tf', 'events/eventbridge/key.tf'),
    ...[RULE, QUEUE, ACCESS, KEY].flat(),
    at('region.tf', 'events/add-region/region.tf'),
    ...COMMON,
  ],
  eventbridge: [
    EVENTBRIDGE,
    at('key.tf', 'events/eventbridge/key.tf'),
    ...[RULE, QUEUE, ACCESS, KEY].flat(),
    REGION,
    ...COMMON,
  ],
  sqs: [
    at('sqs.tf', 'events/sqs/sqs.tf'),
    at('notice.tf', 'events/sqs/notice.tf'),
    ...[TRAIL, QUEUE, ACCESS, KEY].flat(),
    TRAIL_VARIABLES,
    REGION,
    ...COMMON,
  ],
  s3: [at('s3.tf', 'events/s3/s3.tf'), ...[TRAIL, ACCESS, KEY].flat(), TRAIL_VARIABLES, REGION, ...COMMON],
  kinesis: [
    at('kinesis.tf', 'events/kinesis/kinesis.tf'),
    at('logs.tf', 'events/kinesis/logs.tf'),
    ...[TRAIL, ACCESS, KEY].flat(),
    TRAIL_VARIABLES,
    REGION,
    ...COMMON,
  ],
};

/** What each file is, in a sentence or two for whoever is asked to apply it. */
export const FILE_NOTES: Record<Key, string> = {
  'events/eventbridge/eventbridge.tf': 'Puts rule, queue and permission together, and says what goes into the form.',
  'events/eventbridge/key.tf': 'Makes a key of your own when you ask for one, and nothing otherwise.',
  'events/quickstart/trail.tf':
    'The trail over all regions with its bucket. Without a trail, EventBridge hears nothing of what is called.',
  'events/add-region/region.tf': 'Which region is added. Each has a rule and a queue of its own.',
  'events/sqs/sqs.tf': 'Puts trail, queue and permission together, and says what goes into the form.',
  'events/sqs/notice.tf':
    'The way of the notice: over an SNS topic that only this trail may write to, or from the bucket itself.',
  'events/s3/s3.tf': 'Puts trail and permission together, and says what goes into the form. No queue is made.',
  'events/kinesis/kinesis.tf': 'The stream, the trail and the permission, and what goes into the form.',
  'events/kinesis/logs.tf':
    'The log group between trail and stream, with one role for each step. Neither role can do anything else.',
  'events/event-rule/main.tf': 'Takes every event of a call that changed something, and leaves those that only read.',
  'events/event-rule/variables.tf': 'What the rule is asked.',
  'events/event-rule/outputs.tf': 'The rule’s ARN, for the queue’s policy.',
  'events/event-queue/main.tf':
    'The encrypted queue and its dead letters. Its policy lets one sender in, named by ARN, over TLS only.',
  'events/event-queue/variables.tf': 'What the queue is asked: how long messages wait, how often they are tried.',
  'events/event-queue/outputs.tf': 'The queue’s URL and ARN.',
  'events/event-trail/main.tf':
    'The trail: all regions, global services, hourly signed digests, management events only.',
  'events/event-trail/bucket.tf':
    'The bucket: private, encrypted, versioned, files expire. Only this trail may write, and only over TLS.',
  'events/event-trail/variables.tf': 'What the trail is asked.',
  'events/event-trail/outputs.tf': 'The trail’s ARN and the bucket’s name.',
  'events/event-access/main.tf':
    'What the scanner role needs to read the source: a handful of actions on exactly these objects.',
  'events/event-access/variables.tf': 'What the permission is asked.',
  'events/event-access/outputs.tf': 'The policy as text.',
  'events/event-key/main.tf':
    'A key of your own with its policy. Made only for encryption = "kms" without a key that you give.',
  'events/event-key/variables.tf': 'Who uses the key.',
  'events/event-key/outputs.tf': 'The key’s ARN.',
  'events/source.tf': 'What every source is asked, and the three outputs: type, config, read policy.',
  'events/trail-variables.tf': 'What the trail is asked: organization, reads, how long files stay.',
  'events/region.tf': 'Which region.',
  'events/provider.tf':
    'Uses the AWS sign-in of whoever runs it, and refuses any other account than the one this was written for.',
  'events/versions.tf': 'The versions of Terraform and of the AWS provider that this works with.',
};
