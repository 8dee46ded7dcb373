import { ChangeMessageVisibilityBatchCommand, DeleteMessageBatchCommand } from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import { classifyAwsError } from '@/lib/aws/errors';
import type { StrategyContext } from '@/lib/events/strategies/types';
import type { QueueConfig } from '@/lib/schemas/event-source';
import type { QueueMessage } from './receive';

/**
 * What is known of one queue while it is consumed. `mayHide`: false once AWS refused to change the visibility. `closing`:
 * aborts where nothing more is said to the queue, not even of what is committed.
 */
export type QueueState = { visibilityMs: number; mayHide: boolean; closing: AbortSignal };

const BATCH = 10;
const AT_ONCE = 8;
const DELETE_TRIES = 3;
const EXTEND_SECONDS = 60;
/** A batch that takes longer than this is given up: its messages come again. */
const LONGEST_MS = 15 * 60_000;

/**
 * Messages that were received and are neither deleted nor given back. While it lasts they are kept hidden, where that is
 * permitted; else the queue's own timeout has to do, and a message may come twice, which dedupe is for.
 */
export class Hold {
  private readonly held: Map<string, QueueMessage>;
  private timer: NodeJS.Timeout | null = null;
  private ended = false;
  private readonly limit = pLimit(AT_ONCE);
  private readonly until = performance.now() + LONGEST_MS;

  constructor(
    private readonly ctx: StrategyContext,
    private readonly config: QueueConfig,
    private readonly state: QueueState,
    messages: readonly QueueMessage[],
  ) {
    this.held = new Map(messages.map((message) => [message.id, message]));
    this.plan(state.visibilityMs);
  }

  /** Deletes them. What SQS refuses to delete is tried again and then left to reappear; a refused call throws. */
  async delete(): Promise<void> {
    this.stop();
    for (let attempt = 1; this.held.size > 0 && attempt <= DELETE_TRIES; attempt += 1) {
      await this.each(async (ten) => {
        const command = new DeleteMessageBatchCommand({ QueueUrl: this.config.queueURL, Entries: entriesOf(ten) });
        // Not the lease's signal: what is committed should be deleted, also while the sensor drains.
        const { Successful } = await this.ctx
          .clients(this.config.region)
          .sqs.send(command, { abortSignal: this.state.closing });
        for (const { Id } of Successful ?? []) this.held.delete(ten[Number(Id)]?.id ?? '');
      });
    }
    this.held.clear();
  }

  /** Makes them visible again, where that is permitted. Never throws. */
  async giveBack(): Promise<void> {
    this.stop();
    if (this.held.size > 0) await this.hide(0);
    this.held.clear();
  }

  /** Leaves some to reappear by themselves, out of what `delete` deletes. */
  leave(ids: ReadonlySet<string>): void {
    for (const id of ids) this.held.delete(id);
  }

  private stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.ended = true;
  }

  private plan(hiddenMs: number): void {
    if (!this.state.mayHide || this.held.size === 0) return;
    this.timer = setTimeout(() => void this.extend(), Math.max(hiddenMs * 0.6, 250));
    this.timer.unref();
  }

  private async extend(): Promise<void> {
    if (performance.now() > this.until || this.ctx.signal.aborted) return;
    await this.hide(EXTEND_SECONDS);
    if (!this.ended) this.plan(EXTEND_SECONDS * 1000);
  }

  private async hide(seconds: number): Promise<void> {
    if (!this.state.mayHide) return;
    try {
      await this.each(async (ten) => {
        const command = new ChangeMessageVisibilityBatchCommand({
          QueueUrl: this.config.queueURL,
          Entries: entriesOf(ten).map((entry) => ({ ...entry, VisibilityTimeout: seconds })),
        });
        await this.ctx.clients(this.config.region).sqs.send(command, { abortSignal: this.state.closing });
      });
    } catch (error) {
      if (classifyAwsError(error).kind === 'denied') this.state.mayHide = false;
    }
  }

  private async each(send: (ten: QueueMessage[]) => Promise<void>): Promise<void> {
    const all = [...this.held.values()];
    const tens = Array.from({ length: Math.ceil(all.length / BATCH) }, (_, n) => all.slice(n * BATCH, (n + 1) * BATCH));
    await Promise.all(tens.map((ten) => this.limit(() => send(ten))));
  }
}

const entriesOf = (ten: readonly QueueMessage[]) =>
  ten.map(({ handle }, n) => ({ Id: String(n), ReceiptHandle: handle }));
