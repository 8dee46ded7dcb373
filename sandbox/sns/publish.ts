import { putMessage } from '../sqs/send-receive';
import { queuesOf } from '../sqs/types';
import type { World } from '../store/world';
import type { HeldTopic } from './find';
import { subscriptionsOf } from './types';

type Published = { id: string; subject?: string | undefined; message: string; at: number };

/** Delivers to the queues that are subscribed, in SNS's envelope or raw; other protocols have no one to take it here. */
export function deliver(world: World, { owner, arn }: HeldTopic, { id, subject, message, at }: Published): void {
  const region = arn.split(':')[3] ?? '';
  for (const each of subscriptionsOf(owner, region).list()) {
    if (each.topicArn !== arn || each.protocol !== 'sqs' || !each.confirmed) continue;
    const [, , , queueRegion = '', accountId = '', queue = ''] = each.endpoint.split(':');
    const holder = world.accounts.get(accountId);
    if (holder === undefined || queuesOf(holder, queueRegion).get(queue) === undefined) continue;
    const envelope = {
      Type: 'Notification',
      MessageId: id,
      TopicArn: arn,
      ...(subject === undefined ? {} : { Subject: subject }),
      Message: message,
      Timestamp: new Date(at).toISOString(),
      UnsubscribeURL: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${each.arn}`,
    };
    const body = each.settings.RawMessageDelivery === 'true' ? message : JSON.stringify(envelope);
    putMessage(world, { owner: holder, region: queueRegion, queue }, body, { senderId: 'sns' });
  }
}
