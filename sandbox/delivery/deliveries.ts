import { randomUUID } from 'node:crypto';
import type { DeliveryState } from '../store/deliveries';
import { Random } from '../store/random';
import type { World } from '../store/world';
import type { DeliverySpec } from './spec';
import { Target } from './target';

/** What the admin endpoint shows of a target: what it was told, where it stands, what it did. */
export type DeliveryView = ReturnType<Deliveries['view']>;

/** Delivers every recorded call to all targets; they live in the world and so outlast a restart, each going on where it stood. */
export class Deliveries {
  private readonly targets = new Map<string, Target>();
  private readonly random: Random;
  private readonly stop: () => void;

  constructor(
    private readonly world: World,
    seed: number,
  ) {
    this.random = new Random(seed);
    world.changes.neededAfter = () => Math.min(...world.deliveries.map(({ sequence }) => sequence));
    this.stop = world.changes.listenToAll((record) => {
      for (const target of this.targets.values()) target.take(record);
    });
    for (const state of world.deliveries) this.open(state);
  }

  add(spec: DeliverySpec): DeliveryView {
    const { world } = this;
    const state: DeliveryState = {
      id: `delivery-${randomUUID().slice(0, 8)}`,
      spec,
      createdAt: world.clock.now(),
      sequence: spec.since ?? world.changes.sequence,
      counts: {
        events: 0,
        messages: 0,
        files: 0,
        digests: 0,
        duplicates: 0,
        lost: 0,
        corrupted: 0,
        lostEvents: [],
        corruptedEvents: [],
      },
      lastDeliveredAt: null,
      error: null,
      chains: {},
    };
    world.deliveries.push(state);
    this.open(state, true);
    world.touch();
    return this.view(state);
  }

  list(): DeliveryView[] {
    return this.world.deliveries.map((state) => this.view(state));
  }

  get(id: string): DeliveryView | undefined {
    return this.list().find((each) => each.id === id);
  }

  remove(id: string): boolean {
    const known = this.targets.get(id);
    known?.close();
    this.targets.delete(id);
    this.world.deliveries = this.world.deliveries.filter((each) => each.id !== id);
    this.readsWanted();
    this.world.touch();
    return known !== undefined;
  }

  clear(): void {
    for (const id of [...this.targets.keys()]) this.remove(id);
  }

  async flush(id: string | undefined, digests: boolean): Promise<void> {
    for (const target of this.targets.values()) {
      if (id === undefined || id === target.state.id) await target.flush(digests);
    }
  }

  close(): void {
    this.stop();
    for (const target of this.targets.values()) target.close();
  }

  private open(state: DeliveryState, isNew = false): void {
    const target = new Target(this.world, state, new Random(this.random.between(1, 2 ** 31)));
    this.targets.set(state.id, target);
    this.readsWanted();
    if (isNew) target.greet();
    for (const record of this.world.changes.recordsSince(state.sequence)) target.take(record);
  }

  private readsWanted(): void {
    this.world.changes.recordsReads = this.world.deliveries.some(({ spec }) => spec.readEvents);
  }

  private view(state: DeliveryState) {
    const { id, spec, createdAt, sequence, counts, lastDeliveredAt, error } = state;
    const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    return {
      id,
      ...spec,
      createdAt: time(createdAt),
      sequence,
      /** Records of the log it has still to look at or to send. */
      behind: this.world.changes.sequence - sequence,
      pending: this.targets.get(id)?.pending ?? 0,
      ...counts,
      lastDeliveredAt: time(lastDeliveredAt),
      error,
    };
  }
}
