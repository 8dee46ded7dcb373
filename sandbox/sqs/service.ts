import type { ModelService } from '../wire/model/service';
import { queueOperations } from './queues';
import { sendReceiveOperations } from './send-receive';

/** Amazon SQS: standard queues with visibility timeouts, long polls and dead-letter queues. */
export const sqsService: ModelService = {
  signingName: 'sqs',
  iamPrefix: 'sqs',
  eventSource: 'sqs.amazonaws.com',
  protocol: 'json',
  version: '1.0',
  target: 'AmazonSQS',
  throttled: { code: 'RequestThrottled', status: 403 },
  operations: { ...queueOperations, ...sendReceiveOperations },
};
