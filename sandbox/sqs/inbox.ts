import type { Account } from '../store/account';
import { Heap } from '../store/heap';
import type { Table } from '../store/table';
import { type Message, messagesOf } from './types';

type Hidden = { key: string; until: number };

/** Waits are looked at again after this time: a test may move the clock. */
const LOOK_MS = 1_000;

/**
 * The order in which a queue's messages are given, beside the table that keeps them: those that can be seen in the order
 * they came, the others by when they can be. Nothing is looked through, however many there are.
 */
export class Inbox {
  private ready: string[] = [];
  private head = 0;
  private readonly hidden = new Map<string, number>();
  private readonly byTime = new Heap<Hidden>((a, b) => a.until < b.until);
  private readonly waiting = new Set<() => void>();

  constructor(private readonly table: Table<Message>) {
    const rows = [...table.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, { visibleAt }] of rows) this.hide(key, visibleAt);
  }

  put(message: Message, now: number): void {
    this.table.load(message.at, message);
    if (message.visibleAt > now) this.hide(message.at, message.visibleAt);
    else {
      this.ready.push(message.at);
      this.wake();
    }
  }

  /** The oldest that can be seen, taken out of the order: whoever takes it hides or removes it. */
  take(now: number): Message | undefined {
    this.surface(now);
    while (this.head < this.ready.length) {
      const message = this.table.get(this.ready[this.head] ?? '');
      this.head += 1;
      if (this.head > 10_000) {
        this.ready = this.ready.slice(this.head);
        this.head = 0;
      }
      if (message) return message;
    }
    return undefined;
  }

  /** Keeps a message from being seen until then. */
  keep(message: Message): void {
    this.table.load(message.at, message);
    this.hide(message.at, message.visibleAt);
    // Who waits for the next to surface may have to wait less.
    this.wake();
  }

  remove(key: string): void {
    this.hidden.delete(key);
    this.table.drop(key);
  }

  clear(): void {
    for (const [key] of [...this.table.entries()]) this.remove(key);
    this.ready = [];
    this.head = 0;
  }

  /** How many can be seen, are in flight (received and hidden), are delayed. */
  count(now: number): { visible: number; inFlight: number; delayed: number } {
    this.surface(now);
    let delayed = 0;
    for (const key of this.hidden.keys()) if (this.table.get(key)?.receives === 0) delayed += 1;
    return { visible: this.table.size - this.hidden.size, inFlight: this.hidden.size - delayed, delayed };
  }

  /** Resolves when something may be there, at the latest after `mostMs`. */
  wait(now: number, mostMs: number): Promise<void> {
    const next = this.byTime.peek();
    const surfacesIn = next === undefined ? LOOK_MS : Math.max(next.until - now, 1);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(mostMs, surfacesIn, LOOK_MS));
      this.waiting.add(done);
    });
  }

  private hide(key: string, until: number): void {
    this.hidden.set(key, until);
    this.byTime.push({ key, until });
  }

  /** Those whose time is over can be seen again. */
  private surface(now: number): void {
    for (let next = this.byTime.peek(); next && next.until <= now; next = this.byTime.peek()) {
      this.byTime.pop();
      // A later change of its time, or its removal, left this entry behind.
      if (this.hidden.get(next.key) !== next.until) continue;
      this.hidden.delete(next.key);
      this.ready.push(next.key);
    }
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }
}

const inboxes = new WeakMap<Table<Message>, Inbox>();

/** A queue's messages in order; all that reads or changes them goes through it. */
export function inboxOf(account: Account, region: string, queue: string): Inbox {
  const table = messagesOf(account, region, queue);
  const inbox = inboxes.get(table) ?? new Inbox(table);
  inboxes.set(table, inbox);
  return inbox;
}
