import type { ModelService } from '../wire/model/service';
import { subscriptionOperations } from './subscriptions';
import { topicOperations } from './topics';

/** Amazon SNS: topics and subscriptions; what is published reaches the queues that are subscribed. */
export const snsService: ModelService = {
  signingName: 'sns',
  iamPrefix: 'sns',
  eventSource: 'sns.amazonaws.com',
  protocol: 'query',
  version: '2010-03-31',
  namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  denied: { code: 'AuthorizationError', status: 403 },
  throttled: { code: 'Throttled', status: 429 },
  operations: { ...topicOperations, ...subscriptionOperations },
};
