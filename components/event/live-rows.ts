import type { EventView } from '@/lib/schemas/event';

/** As many as a page draws without being slow; older ones are a page away. */
export const MOST_ROWS = 100;

export type LiveRows = {
  /** Newest first. */
  rows: readonly EventView[];
  /** Came while the reader wants the rows to stand still; newest first. */
  waiting: readonly EventView[];
  /** Came and is in neither: more at once than one can follow. */
  missed: number;
};

export const NO_ROWS: LiveRows = { rows: [], waiting: [], missed: 0 };

/**
 * Takes what arrived (oldest first). What is known already is changed where it stands, since its outcome is known now;
 * the rest goes on top, or waits while `held`.
 */
export function withArrivals(state: LiveRows, arrivals: readonly EventView[], missed: number, held: boolean): LiveRows {
  const latest = new Map(arrivals.map((event) => [event.id, event]));
  const settle = (events: readonly EventView[]) =>
    events.some(({ id }) => latest.has(id)) ? events.map((event) => latest.get(event.id) ?? event) : events;
  const rows = settle(state.rows);
  const waiting = settle(state.waiting);
  const known = new Set([...rows, ...waiting].map(({ id }) => id));
  const fresh = [...latest.values()].filter(({ id }) => !known.has(id)).reverse();
  if (fresh.length === 0 && missed === 0 && rows === state.rows && waiting === state.waiting) return state;
  const next = { rows, waiting: [...fresh, ...waiting], missed: state.missed + missed };
  return held ? cut(next) : released(next);
}

/** Shows what waited. */
export function released({ rows, waiting, missed }: LiveRows): LiveRows {
  return { rows: [...waiting, ...rows].slice(0, MOST_ROWS), waiting: [], missed };
}

/** What waits is bounded as well; what falls out counts as missed. */
function cut({ rows, waiting, missed }: LiveRows): LiveRows {
  const lost = Math.max(0, waiting.length - MOST_ROWS);
  return { rows, waiting: waiting.slice(0, MOST_ROWS), missed: missed + lost };
}

/** A page as the log has it (newest first), laid under and between what arrived meanwhile. */
export function withPage(state: LiveRows, page: readonly EventView[]): LiveRows {
  const read = new Map([...page, ...state.rows].map((event) => [event.id, event]));
  const waits = new Set(state.waiting.map(({ id }) => id));
  const rows = [...read.values()].filter(({ id }) => !waits.has(id));
  rows.sort((a, b) => b.receivedAt.localeCompare(a.receivedAt) || b.id.localeCompare(a.id));
  return { ...state, rows: rows.slice(0, MOST_ROWS) };
}
