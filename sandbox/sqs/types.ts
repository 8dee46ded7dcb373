import type { Account } from '../store/account';

/** Kept in `sqs.queue` by its name. `settings` are the attributes that can be set, all of them text as SQS has them. */
export type Queue = {
  name: string;
  createdAt: number;
  modifiedAt: number;
  settings: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
};

/** Kept in `sqs.message` of the queue by a number that grows, so that the oldest comes first. */
export type Message = {
  at: string;
  id: string;
  body: string;
  sentAt: number;
  visibleAt: number;
  receives: number;
  firstReceivedAt?: number;
  /** The handle of the newest receive: only with it is the message deleted or hidden longer. */
  handle?: string;
  senderId: string;
  attributes?: Record<string, { DataType: string; StringValue?: string | undefined }>;
};

export const queuesOf = (account: Account, region: string) => account.table<Queue>('sqs.queue', region);
export const messagesOf = (account: Account, region: string, queue: string) =>
  account.table<Message>(`sqs.message.${queue}`, region);

/** What a queue has that was made without attributes (SQS API reference, CreateQueue). */
export const DEFAULTS: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '262144',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};
