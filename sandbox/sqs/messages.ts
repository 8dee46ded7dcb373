import { createHash } from 'node:crypto';
import {
  ChangeMessageVisibility$,
  ChangeMessageVisibilityBatch$,
  type ChangeMessageVisibilityBatchRequest,
  type ChangeMessageVisibilityBatchResult,
  type ChangeMessageVisibilityRequest,
  DeleteMessage$,
  DeleteMessageBatch$,
  type DeleteMessageBatchRequest,
  type DeleteMessageBatchResult,
  type DeleteMessageRequest,
} from '@aws-sdk/client-sqs';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';
import { askQueue, heldQueue } from './find';
import { inboxOf } from './inbox';
import { messagesOf } from './types';

export const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** The message that a handle of any receive stands for; a handle names its message, so that older ones still do. */
function withHandle(call: Call, url: string | undefined, handle: string | undefined) {
  const { owner, queue } = heldQueue(call, url);
  const inbox = inboxOf(owner, call.region, queue.name);
  const [at = '', secret] = Buffer.from(handle ?? '', 'base64')
    .toString()
    .split(' ');
  if (secret === undefined) {
    throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is not a valid receipt handle.', 404);
  }
  const message = messagesOf(owner, call.region, queue.name).get(at);
  return { inbox, message, newest: message?.handle === handle };
}

function remove(call: Call, url: string | undefined, handle: string | undefined): void {
  const { inbox, message, newest } = withHandle(call, url, handle);
  // Deleting twice, or with a handle that another receive replaced, is no error.
  if (message && newest) inbox.remove(message.at);
}

function hide(call: Call, url: string | undefined, handle: string | undefined, seconds: number | undefined): void {
  const { inbox, message, newest } = withHandle(call, url, handle);
  if (seconds === undefined || seconds < 0 || seconds > 43_200) {
    throw new AwsError('InvalidParameterValue', 'VisibilityTimeout must be between 0 and 43200 seconds.');
  }
  if (!message || !newest || message.visibleAt <= call.now) {
    throw new AwsError('MessageNotInflight', 'The message is not in flight.');
  }
  inbox.keep({ ...message, visibleAt: call.now + seconds * 1000 });
}

type Entry = { Id: string | undefined };
type BatchAnswer = {
  Successful: { Id: string }[];
  Failed: { Id: string; SenderFault: boolean; Code: string; Message: string }[];
};

/** One to ten entries with ids of their own; each succeeds or fails by itself. */
export function batch<E extends Entry, Done extends { Id: string }>(
  entries: readonly E[] | undefined,
  work: (entry: E) => Done,
): { Successful: Done[]; Failed: BatchAnswer['Failed'] } {
  if (!entries?.length) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const answer: { Successful: Done[]; Failed: BatchAnswer['Failed'] } = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      answer.Successful.push(work(entry));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answer.Failed.push({ Id: entry.Id ?? '', SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return answer;
}

/** Messages are data: CloudTrail's management events leave them out, so none of these is a mutation. */
export const messageOperations = {
  DeleteMessage: modelRead<DeleteMessageRequest, object>(DeleteMessage$, {
    ask: askQueue('DeleteMessage'),
    handle: (call, { QueueUrl, ReceiptHandle }) => {
      remove(call, QueueUrl, ReceiptHandle);
      call.world.touch();
      return {};
    },
  }),
  DeleteMessageBatch: modelRead<DeleteMessageBatchRequest, DeleteMessageBatchResult>(DeleteMessageBatch$, {
    ask: askQueue('DeleteMessage'),
    handle: (call, { QueueUrl, Entries }) => {
      heldQueue(call, QueueUrl);
      const answer = batch(Entries, ({ Id = '', ReceiptHandle }) => {
        remove(call, QueueUrl, ReceiptHandle);
        return { Id };
      });
      call.world.touch();
      return answer;
    },
  }),
  ChangeMessageVisibility: modelRead<ChangeMessageVisibilityRequest, object>(ChangeMessageVisibility$, {
    ask: askQueue('ChangeMessageVisibility'),
    handle: (call, { QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
      hide(call, QueueUrl, ReceiptHandle, VisibilityTimeout);
      return {};
    },
  }),
  ChangeMessageVisibilityBatch: modelRead<ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult>(
    ChangeMessageVisibilityBatch$,
    {
      ask: askQueue('ChangeMessageVisibility'),
      handle: (call, { QueueUrl, Entries }) => {
        heldQueue(call, QueueUrl);
        return batch(Entries, ({ Id = '', ReceiptHandle, VisibilityTimeout }) => {
          hide(call, QueueUrl, ReceiptHandle, VisibilityTimeout);
          return { Id };
        });
      },
    },
  ),
};
