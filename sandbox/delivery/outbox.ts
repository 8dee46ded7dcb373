import type { DeliveryState } from '../store/deliveries';
import type { TargetFaults } from './faults';
import { PlaceMissing } from './places';
import type { Progress } from './progress';

/** What arrives or is lost as one: a message, or a file that nothing announces. */
export type Unit = {
  sequences: readonly number[];
  eventIds: readonly string[];
  /** Called once for each copy. Throws PlaceMissing as long as there is nowhere to put it. */
  send: (copy: number) => void;
  /** What stays of a unit that is lost: the file without its message. */
  lost?: () => void;
};

const RETRY_MS = 1_000;
/** A window that does not fill goes out after this time. */
const WINDOW_MS = 500;

/** Sends units in order, as late, as often and as mixed up as the faults want; what cannot be sent waits and is tried again. */
export class Outbox {
  private window: Unit[] = [];
  private waiting: { unit: Unit; dueAt: number }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private windowTimer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly state: DeliveryState,
    private readonly faults: TargetFaults,
    private readonly progress: Progress,
    private readonly onSent: () => void,
  ) {}

  add(unit: Unit): void {
    this.window.push(unit);
    if (this.window.length >= this.faults.window) this.release();
    else this.windowTimer ??= setTimeout(() => this.release(), WINDOW_MS);
  }

  /** Sends all that waits, before its time. */
  flush(): void {
    this.release();
    for (const each of this.waiting) each.dueAt = 0;
    this.run();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.windowTimer);
  }

  private release(): void {
    clearTimeout(this.windowTimer);
    this.windowTimer = undefined;
    const units = this.faults.window > 1 ? this.faults.shuffled(this.window) : this.window;
    this.window = [];
    const dueAt = Date.now() + this.faults.delayMs;
    for (const unit of units) this.waiting.push({ unit, dueAt });
    this.run();
  }

  private run(): void {
    clearTimeout(this.timer);
    if (this.closed) return;
    let sent = 0;
    const now = Date.now();
    for (const { unit, dueAt } of this.waiting) {
      if (dueAt > now || !this.sends(unit)) break;
      sent += 1;
    }
    this.waiting.splice(0, sent);
    if (sent > 0) this.onSent();
    const next = this.waiting[0];
    if (next) this.timer = setTimeout(() => this.run(), this.state.error ? RETRY_MS : Math.max(next.dueAt - now, 1));
  }

  private sends(unit: Unit): boolean {
    const { counts } = this.state;
    try {
      if (unit.sequences.length > 0 && this.faults.loses('loss', unit.eventIds)) unit.lost?.();
      else {
        const copies = unit.sequences.length > 0 ? this.faults.copies() : 1;
        for (let copy = 0; copy < copies; copy += 1) unit.send(copy);
        counts.events += unit.eventIds.length;
      }
      this.state.error = null;
      this.progress.finish(unit.sequences);
      return true;
    } catch (error) {
      if (!(error instanceof PlaceMissing)) throw error;
      this.state.error = error.message;
      return false;
    }
  }
}
