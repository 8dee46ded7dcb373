import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { QueueConfig } from '@/lib/schemas/event-source';

/** `sentAt`: epoch ms on SQS's clock. */
export type QueueMessage = { id: string; handle: string; body: string; sentAt: number | null };

export type FillLimits = {
  /** Messages a batch has at most. */
  messages: number;
  /** A batch is not filled further once this long has passed since its first message. */
  fillMs: number;
  /** Bodies of a batch together. */
  bytes: number;
  inFlight: number;
};

const POLL_SECONDS = 20;
const RECEIVE = 10;

/**
 * The messages of one batch: a long poll, and while the queue gives nearly all that is asked for, many short ones at once.
 * Empty after a poll without messages. The signal ends it at once by an AbortError.
 */
export async function receiveBatch(
  ctx: StrategyContext,
  config: QueueConfig,
  limits: FillLimits,
  signal: AbortSignal,
): Promise<QueueMessage[]> {
  const found = new Map<string, QueueMessage>();
  let bytes = 0;
  const receive = async (most: number, waitSeconds: number): Promise<number> => {
    const messages = await receiveOnce(ctx, config, most, waitSeconds, signal);
    for (const message of messages) {
      // Received twice (a short visibility timeout): the newer handle is the one that deletes.
      found.set(message.id, message);
      bytes += message.body.length;
    }
    return messages.length;
  };
  let full =
    (await receive(Math.min(RECEIVE, limits.messages), POLL_SECONDS)) >= Math.min(RECEIVE, limits.messages) / 2;
  const until = performance.now() + limits.fillMs;
  for (let width = 2; full && bytes < limits.bytes && performance.now() < until; width *= 2) {
    const room = limits.messages - found.size;
    if (room <= 0) break;
    const asks = Math.min(width, limits.inFlight, Math.ceil(room / RECEIVE));
    const rounds = await Promise.allSettled(
      Array.from({ length: asks }, (_, n) => receive(Math.min(RECEIVE, room - n * RECEIVE), 0)),
    );
    const got = rounds.reduce((sum, round) => sum + (round.status === 'fulfilled' ? round.value : 0), 0);
    // What was received is worked on; the failure will show itself at the next receive.
    full = got >= (asks * RECEIVE) / 2 && rounds.every(({ status }) => status === 'fulfilled');
  }
  return [...found.values()];
}

async function receiveOnce(
  ctx: StrategyContext,
  { queueURL, region }: QueueConfig,
  most: number,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<QueueMessage[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: queueURL,
    MaxNumberOfMessages: most,
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  const { Messages } = await ctx.clients(region).sqs.send(command, { abortSignal: signal });
  return (Messages ?? []).flatMap(({ MessageId, ReceiptHandle, Body, Attributes }) =>
    MessageId && ReceiptHandle
      ? [{ id: MessageId, handle: ReceiptHandle, body: Body ?? '', sentAt: Number(Attributes?.SentTimestamp) || null }]
      : [],
  );
}
