import type { z } from 'zod';
import type { ChangeFeed } from '@/lib/db/changes';
import type { Databases } from '@/lib/db/client';
import { inWorkspace } from '@/lib/db/transaction';
import { JsonText } from '@/lib/format/json-text';
import type { eventBatchSchema } from '@/lib/schemas/event';
import { matches } from './matches';
import { type EventConditions, type EventPageAsk, type FoundEvent, findEvents } from './rows';

/** A commit may come this much after the times it wrote; what was seen already is left out by its id and outcome. */
const OVERLAP_MS = 10_000;
const AT_MOST_EVERY_MS = 200;
const SAFETY_POLL_MS = 5_000;
/** More at once than anybody can follow. */
const MOST_AT_ONCE = 200;

export type FeedBatch = z.output<typeof eventBatchSchema>;
type Listener = (batch: JsonText<FeedBatch>) => void;
/** Those who ask for the same get the same text, made once. */
type Audience = { filters: EventConditions; listeners: Set<Listener> };
type Reader = Pick<{ db: Databases }, 'db'>;

/**
 * What arrives in one workspace, read once for all who follow it in this process: a thousand open consoles cost one
 * query, not a thousand.
 */
class WorkspaceFeed {
  private readonly audiences = new Map<string, Audience>();
  private readonly seen = new Map<string, string>();
  private since = Date.now();
  private stopping: (() => void) | null = null;

  constructor(
    private readonly deps: Reader,
    private readonly changes: ChangeFeed,
    private readonly workspaceId: string,
  ) {}

  listen(filters: EventConditions, listener: Listener): () => void {
    const key = JSON.stringify(filters);
    const audience = this.audiences.get(key) ?? { filters, listeners: new Set() };
    this.audiences.set(key, audience);
    audience.listeners.add(listener);
    if (!this.stopping) this.stopping = this.run();
    return () => {
      audience.listeners.delete(listener);
      if (audience.listeners.size === 0) this.audiences.delete(key);
      if (this.audiences.size > 0) return;
      this.stopping?.();
      this.stopping = null;
    };
  }

  private run(): () => void {
    let stopped = false;
    let dirty = true;
    let reading = false;
    this.since = Date.now();
    this.seen.clear();
    const look = async () => {
      if (reading || stopped) return;
      reading = true;
      dirty = false;
      await this.read().catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, AT_MOST_EVERY_MS));
      reading = false;
      if (dirty) void look();
    };
    const unsubscribe = this.changes.subscribe(`events:${this.workspaceId}`, () => {
      dirty = true;
      void look();
    });
    const timer = setInterval(() => void look(), SAFETY_POLL_MS);
    return () => {
      stopped = true;
      unsubscribe();
      clearInterval(timer);
    };
  }

  private async read(): Promise<void> {
    const changedSince = new Date(this.since - OVERLAP_MS).toISOString();
    const started = Date.now();
    const found = await this.find({ changedSince });
    const isFresh = ({ event: { id, outcome } }: FoundEvent) => this.seen.get(id) !== outcome;
    const fresh = found.filter(isFresh);
    const audiences = [...this.audiences.values()];
    // Where more came than is read for all, each asks for its own: what it does not look for crowds nothing out.
    const own = await Promise.all(
      audiences.map(async ({ filters }) =>
        fresh.length <= MOST_AT_ONCE || Object.keys(filters).length === 0
          ? fresh.filter((one) => matches(one, filters))
          : (await this.find({ ...filters, changedSince })).filter(isFresh),
      ),
    );
    this.since = started;
    this.seen.clear();
    for (const { event } of [...found, ...own.flat()]) this.seen.set(event.id, event.outcome);
    for (const [n, { listeners }] of audiences.entries()) {
      const matching = own[n] ?? [];
      const shown = matching.slice(0, MOST_AT_ONCE).toReversed();
      if (shown.length === 0) continue;
      const events = shown.map(({ event }) => event);
      const missed = matching.length - shown.length;
      const batch = new JsonText<FeedBatch>(JSON.stringify({ events, missed } satisfies FeedBatch));
      for (const listener of listeners) listener(batch);
    }
  }

  /** The newest, one more than are shown. */
  private find(filters: EventPageAsk['filters']): Promise<FoundEvent[]> {
    return inWorkspace(
      this.deps.db,
      this.workspaceId,
      (tx) => findEvents(tx, this.workspaceId, { filters, byTime: false, after: null, size: MOST_AT_ONCE + 1 }),
      { readOnly: true },
    );
  }
}

const feeds = new WeakMap<ChangeFeed, Map<string, WorkspaceFeed>>();

/** Calls `listener` with what arrives in the workspace and fits `filters`, oldest first, and again when an event's outcome changes. */
export function followEvents(
  deps: Reader,
  changes: ChangeFeed,
  workspaceId: string,
  filters: EventConditions,
  listener: Listener,
): () => void {
  const known = feeds.get(changes) ?? new Map<string, WorkspaceFeed>();
  feeds.set(changes, known);
  const feed = known.get(workspaceId) ?? new WorkspaceFeed(deps, changes, workspaceId);
  known.set(workspaceId, feed);
  return feed.listen(filters, listener);
}
