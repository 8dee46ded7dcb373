import { firstOf, type PickRefs, refFrom, textsAt, trailEvents } from '@/lib/collectors/trail-refs';

const SOURCE = 'sns.amazonaws.com';

/** A subscription's ARN is its topic's with an id behind it. */
const topicOfSubscription: PickRefs = (event) =>
  textsAt(event, 'requestParameters.subscriptionArn').flatMap((arn) =>
    arn.startsWith('arn:') ? [{ arn: arn.split(':').slice(0, 6).join(':') }] : [],
  );

export const TOPIC_EVENTS = [
  ...trailEvents(
    SOURCE,
    firstOf(refFrom({ arn: 'responseElements.topicArn' }), refFrom({ name: 'requestParameters.name' })),
    { upserts: ['CreateTopic'] },
  ),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.topicArn' }), {
    upserts: ['SetTopicAttributes', 'AddPermission', 'RemovePermission', 'Subscribe', 'ConfirmSubscription'],
    deletes: ['DeleteTopic'],
  }),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.resourceArn' }), {
    upserts: ['TagResource', 'UntagResource', 'PutDataProtectionPolicy'],
  }),
  ...trailEvents(SOURCE, topicOfSubscription, { upserts: ['Unsubscribe', 'SetSubscriptionAttributes'] }),
];
