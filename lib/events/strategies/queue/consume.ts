import { closingAfter } from '@/lib/events/strategies/closing';
import type { Batch, Delivery, StrategyContext } from '@/lib/events/strategies/types';
import type { QueueConfig } from '@/lib/schemas/event-source';
import { visibilityOf } from './attributes';
import { Hold, type QueueState } from './hold';
import { mustFit } from './place';
import { type FillLimits, type QueueMessage, receiveBatch } from './receive';

/**
 * What became of received messages. `left`: ids of those that could not be read for a reason that is the source's
 * (`failure`), not theirs; they stay in the queue.
 */
export type Opened = { deliveries: Delivery[]; left: ReadonlySet<string>; failure: unknown };

export type QueueReading = {
  limits: FillLimits;
  open(messages: readonly QueueMessage[], signal: AbortSignal): Promise<Opened>;
};

type Coming = { messages: QueueMessage[]; hold: Hold };

/**
 * Batches of a queue until the signal aborts; the next one is received while the last is being committed. Several sensors
 * may consume one queue. Throws the SDK's errors; messages that were not acknowledged come again.
 */
export async function* consumeQueue(
  ctx: StrategyContext,
  config: QueueConfig,
  reading: QueueReading,
): AsyncGenerator<Batch> {
  mustFit(config);
  const ending = new AbortController();
  const signal = AbortSignal.any([ctx.signal, ending.signal]);
  const receive = async (state: QueueState): Promise<Coming> => {
    const messages = await receiveBatch(ctx, config, reading.limits, signal);
    return { messages, hold: new Hold(ctx, config, state, messages) };
  };
  let coming: Promise<Coming> | null = null;
  try {
    const closing = closingAfter(ctx.signal);
    const state: QueueState = { visibilityMs: await visibilityOf(ctx, config), mayHide: true, closing };
    while (!signal.aborted) {
      const { messages, hold } = await (coming ?? receive(state));
      coming = null;
      let opened: Opened;
      try {
        opened = await reading.open(messages, signal);
      } catch (error) {
        await hold.giveBack();
        throw error;
      }
      hold.leave(opened.left);
      if (mayFetchAhead(state) && opened.failure === null) {
        coming = receive(state);
        coming.catch(() => {});
      }
      yield batchOf(opened.deliveries, hold, messages, ctx.now());
      if (opened.failure !== null) throw opened.failure;
    }
  } catch (error) {
    if (!ctx.signal.aborted) throw error;
  } finally {
    ending.abort();
    const ahead = await coming?.catch(() => null);
    await ahead?.hold.giveBack();
  }
}

/** Messages that wait for their commit and cannot be hidden longer should not wait for another batch's commit too. */
const mayFetchAhead = ({ mayHide, visibilityMs }: QueueState) => mayHide || visibilityMs >= 60_000;

function batchOf(deliveries: Delivery[], hold: Hold, messages: readonly QueueMessage[], now: number): Batch {
  const sent = messages.flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt]));
  return {
    deliveries,
    checkpoint: null,
    finished: false,
    lagMs: messages.length === 0 ? 0 : sent.length === 0 ? null : Math.max(0, now - Math.min(...sent)),
    ack: () => hold.delete(),
    release: () => hold.giveBack(),
  };
}
