import { setTimeout as delay } from 'node:timers/promises';
import {
  ExpiredIteratorException,
  GetRecordsCommand,
  type GetRecordsOutput,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-kinesis';
import { isThrottle } from '@/lib/aws/errors';
import type { Place } from './checkpoint';
import { regionOfStream } from './shards';
import { type ShardPlace, startAt } from './start';

/** Of the five reads a second that all consumers of a shard share: behind, nearly all; at its end, two. */
const BEHIND_MS = 220;
const IDLE_MS = 500;
/** Waits after a refusal for rate double up to this; so many in a row are an error that the page should show. */
const MOST_WAIT_MS = 10_000;
const MOST_REFUSALS = 12;
const MOST_RECORDS = 5_000;

export type Answer = {
  records: NonNullable<GetRecordsOutput['Records']>;
  behindMs: number;
  /** When it was asked, epoch ms: what arrived before, less `behindMs`, has been read. */
  askedAt: number;
  /** The shard is closed and was read to its end. */
  ended: boolean;
};

/** Reads one shard at the pace that AWS allows; an iterator that expired is made anew behind the last record. */
export class ShardReader {
  private nextAt = 0;
  private refusals = 0;

  /** `place`: behind which `iterator` reads. */
  constructor(
    private readonly at: ShardPlace,
    private iterator: string,
    private place: Place,
    private readonly random: () => number = Math.random,
  ) {}

  /** The next records, maybe none. Throws the SDK's errors, those for rate after many tries. */
  async next(signal: AbortSignal): Promise<Answer> {
    for (;;) {
      await delay(Math.max(0, this.nextAt - performance.now()), undefined, { signal });
      try {
        return await this.read(signal);
      } catch (error) {
        if (error instanceof ExpiredIteratorException) {
          this.nextAt = performance.now() + BEHIND_MS;
          await this.renew();
        } else if (error instanceof ProvisionedThroughputExceededException || isThrottle(error)) this.back(error);
        else throw error;
      }
    }
  }

  private async read(signal: AbortSignal): Promise<Answer> {
    const { ctx, config } = this.at;
    const { kinesis } = ctx.clients(regionOfStream(config));
    const askedAt = ctx.now();
    const command = new GetRecordsCommand({
      ShardIterator: this.iterator,
      StreamARN: config.streamARN,
      Limit: MOST_RECORDS,
    });
    const {
      Records = [],
      NextShardIterator,
      MillisBehindLatest = 0,
    } = await kinesis.send(command, {
      abortSignal: signal,
    });
    this.refusals = 0;
    this.nextAt = performance.now() + (MillisBehindLatest > 0 ? BEHIND_MS : IDLE_MS);
    this.iterator = NextShardIterator ?? '';
    const sequence = Records.at(-1)?.SequenceNumber;
    if (sequence !== undefined) this.place = { sequence, at: askedAt - MillisBehindLatest };
    return { records: Records, behindMs: MillisBehindLatest, askedAt, ended: !NextShardIterator };
  }

  private async renew(): Promise<void> {
    const { iterator } = await startAt(this.at, this.place);
    if (iterator !== null) this.iterator = iterator;
  }

  private back(error: unknown): void {
    this.refusals += 1;
    if (this.refusals >= MOST_REFUSALS) throw error;
    const most = Math.min(MOST_WAIT_MS, 500 * 2 ** this.refusals);
    this.nextAt = performance.now() + most * (0.5 + this.random() / 2);
  }
}
