import pg from 'pg';
import { connectionOptions } from './client';
import type { Transaction } from './transaction';

const CHANNEL = 'mooring_change';
const RECONNECT_MS = 1_000;

/** What something on a page is called when it changes: `scan:<id>`, `events:<workspace id>`. Carries no content. */
export type ChangeTopic = `${'scan' | 'verification' | 'events'}:${string}`;

/** Tells every process, when `tx` commits, that `topic` changed. PostgreSQL folds equal notices of one transaction. */
export async function notifyChange(tx: Transaction, topic: ChangeTopic): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${CHANNEL}, ${topic})`;
}

/** One LISTEN connection for a process; it reconnects by itself and then wakes everyone, since notices were missed. */
export class ChangeFeed {
  private readonly listeners = new Map<string, Set<() => void>>();
  private client: pg.Client | null = null;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Calls `wake` after each change of `topic`; answers how to stop. Connects on first use. */
  subscribe(topic: ChangeTopic, wake: () => void): () => void {
    const set = this.listeners.get(topic) ?? new Set();
    set.add(wake);
    this.listeners.set(topic, set);
    if (!this.client && !this.closed) void this.connect();
    return () => {
      set.delete(wake);
      if (set.size === 0) this.listeners.delete(topic);
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => {});
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ ...connectionOptions(this.url, 'mooring_tenant'), keepAlive: true });
    this.client = client;
    client.on('notification', ({ payload }) => {
      for (const wake of this.listeners.get(payload ?? '') ?? []) wake();
    });
    client.on('error', (error) => this.retry(client, error));
    client.on('end', () => this.retry(client, null));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      for (const set of this.listeners.values()) for (const wake of set) wake();
    } catch (error) {
      this.retry(client, error instanceof Error ? error : new Error(String(error)));
    }
  }

  private retry(client: pg.Client, error: Error | null): void {
    if (error) this.onError(error);
    if (this.client !== client || this.closed) return;
    this.client = null;
    client.end().catch(() => {});
    setTimeout(() => {
      if (!this.closed && !this.client && this.listeners.size > 0) void this.connect();
    }, RECONNECT_MS).unref();
  }
}
