import type { JsonObject } from '@/lib/collectors/types';

/** The form of `queueConfigSchema` of lib/schemas/event-source; a test holds the two together. */
export function queueConfigJsonSchema(strategy: 'eventbridge' | 'sqs'): JsonObject {
  const holds = {
    eventbridge: 'the queue that the EventBridge rule puts events into',
    sqs: 'the queue that is told of new log files',
  }[strategy];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    required: ['queueURL', 'region', 'accountID'],
    properties: {
      queueURL: {
        type: 'string',
        title: 'Queue URL',
        description: `URL of ${holds}. The SQS console shows it among the queue’s details.`,
        maxLength: 1000,
        pattern: '^https?:\\/\\/[^\\s\\/?#@]+\\/(?:[^\\s?#]+\\/)*\\d{12}\\/[A-Za-z0-9_-]{1,80}(\\.fifo)?$',
        examples: ['https://sqs.us-east-1.amazonaws.com/123456789012/mooring-events'],
      },
      region: regionProperty('Region', 'The region that the queue is in.'),
      accountID: accountProperty('Account id', 'The account that owns the queue: the twelve digits in its URL.'),
    },
  };
}

export const regionProperty = (title: string, description: string): JsonObject => ({
  type: 'string',
  title,
  description,
  pattern: '^[a-z]{2}(-[a-z]+)+-\\d$',
  examples: ['us-east-1'],
});

export const accountProperty = (title: string, description: string): JsonObject => ({
  type: 'string',
  title,
  description,
  pattern: '^\\d{12}$',
  examples: ['123456789012'],
});
