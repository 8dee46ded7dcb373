import { randomBytes } from 'node:crypto';
import type { DeliveryState } from '../store/deliveries';
import type { Random } from '../store/random';

const REMEMBERED = 1_000;

/** Decides which messages and files a target's faults hit, and counts them. */
export class TargetFaults {
  constructor(
    private readonly state: DeliveryState,
    private readonly random: Random,
  ) {}

  get delayMs(): number {
    return this.state.spec.faults.delayMs;
  }

  /** How many units are shuffled together; 1 is none. */
  get window(): number {
    const { reorder } = this.state.spec.faults;
    return reorder === true ? 10 : reorder || 1;
  }

  /** How often a unit is sent, at least once. */
  copies(): number {
    const { duplicate } = this.state.spec.faults;
    const more = duplicate >= 1 ? Math.floor(duplicate) : Number(this.random.chance(duplicate));
    this.state.counts.duplicates += more;
    return 1 + more;
  }

  loses(kind: 'loss' | 'lostFiles', eventIds: readonly string[]): boolean {
    if (!this.random.chance(this.state.spec.faults[kind])) return false;
    this.state.counts.lost += 1;
    remember(this.state.counts.lostEvents, eventIds);
    return true;
  }

  /** The bytes as they arrive. */
  corrupted(bytes: Buffer, eventIds: readonly string[]): Buffer {
    const { corrupt } = this.state.spec.faults;
    if (corrupt === undefined || !this.random.chance(corrupt.probability)) return bytes;
    this.state.counts.corrupted += 1;
    remember(this.state.counts.corruptedEvents, eventIds);
    return corrupt.kind === 'truncate' ? bytes.subarray(0, Math.floor(bytes.length / 2)) : randomBytes(bytes.length);
  }

  shuffled<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let at = shuffled.length - 1; at > 0; at -= 1) {
      const other = this.random.between(0, at);
      [shuffled[at], shuffled[other]] = [shuffled[other] as T, shuffled[at] as T];
    }
    return shuffled;
  }
}

function remember(list: string[], ids: readonly string[]): void {
  list.push(...ids);
  if (list.length > REMEMBERED) list.splice(0, list.length - REMEMBERED);
}
