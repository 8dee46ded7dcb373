import { firstOf, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';

const SOURCE = 'sns.amazonaws.com';

/** A subscription's ARN is its topic's with an id behind it. */
const topicOfSubscription = refsAt('requestParameters.subscriptionArn', (arn) =>
  arn.startsWith('arn:') ? { arn: arn.split(':').slice(0, 6).join(':') } : null,
);

export const TOPIC_EVENTS: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    firstOf(refFrom({ arn: 'responseElements.topicArn' }), refFrom({ name: 'requestParameters.name' })),
    { creates: ['CreateTopic'] },
  ),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.topicArn' }), {
    updates: ['SetTopicAttributes', 'AddPermission', 'RemovePermission', 'Subscribe', 'ConfirmSubscription'],
    deletes: ['DeleteTopic'],
  }),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.resourceArn' }), {
    updates: ['TagResource', 'UntagResource', 'PutDataProtectionPolicy'],
  }),
  ...trailEvents(SOURCE, topicOfSubscription, { updates: ['Unsubscribe', 'SetSubscriptionAttributes'] }),
];
