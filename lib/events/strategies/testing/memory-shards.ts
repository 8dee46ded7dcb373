import type { JsonObject } from '@/lib/collectors/types';
import type { TrailRecord } from '@/lib/events/record';
import type { Batch, KnownShard, ShardPlan } from '@/lib/events/strategies/types';

type Row = { parents: readonly string[]; checkpoint: JsonObject | null; finished: boolean; leased: boolean };

/** The core's shards as consumers see them: leases, parents before children, effects and checkpoint in one commit. */
export class MemoryShards {
  private readonly rows = new Map<string, Row>();
  /** Events that had their effect, by id, in the order of it. */
  readonly events = new Map<string, TrailRecord>();
  died = 0;
  private brought = 0;

  async open(plans: readonly ShardPlan[]): Promise<void> {
    for (const { shard, parents, checkpoint } of plans) {
      if (!this.rows.has(shard)) this.rows.set(shard, { parents, checkpoint, finished: false, leased: false });
    }
  }

  known(): KnownShard[] {
    return [...this.rows].map(([shard, { finished, checkpoint }]) => ({ shard, finished, checkpoint }));
  }

  finished(): string[] {
    return this.known().flatMap(({ shard, finished }) => (finished ? [shard] : []));
  }

  /** Consumes a free shard for a while; who gets every third batch of events dies between reading and committing it. */
  async consumeOne(
    consume: (shard: string, checkpoint: JsonObject | null) => AsyncIterable<Batch>,
    batches: number,
  ): Promise<void> {
    const free = [...this.rows].find(([, row]) => !row.finished && !row.leased && this.areDone(row.parents));
    if (!free) return;
    const [shard, row] = free;
    row.leased = true;
    let left = batches;
    for await (const batch of consume(shard, row.checkpoint)) {
      left -= 1;
      this.brought += batch.deliveries.length > 0 ? 1 : 0;
      if (batch.deliveries.length > 0 && this.brought % 3 === 2) {
        this.died += 1;
        break;
      }
      for (const { records } of batch.deliveries) {
        for (const record of records) if (!this.events.has(record.eventID)) this.events.set(record.eventID, record);
      }
      row.checkpoint = batch.checkpoint ?? row.checkpoint;
      row.finished = batch.finished;
      await batch.ack();
      if (batch.finished || left === 0) break;
    }
    row.leased = false;
    // To the end of the line, so that every shard has its turn.
    this.rows.delete(shard);
    this.rows.set(shard, row);
  }

  private areDone(parents: readonly string[]): boolean {
    return parents.every((parent) => this.rows.get(parent)?.finished ?? true);
  }
}
