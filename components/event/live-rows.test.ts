import { expect, test } from 'vitest';
import { MOST_ROWS, NO_ROWS, released, withArrivals, withPage } from '@/components/event/live-rows';
import type { EventOutcome, EventView } from '@/lib/schemas/event';

const event = (id: string, outcome: EventOutcome = 'applied') => ({ id, outcome }) as EventView;
const many = (count: number) => Array.from({ length: count }, (_, at) => event(String(at)));
const ids = (events: readonly EventView[]) => events.map(({ id }) => id);

test('what arrives goes on top, the newest first', () => {
  const first = withArrivals(NO_ROWS, [event('a'), event('b')], 0, false);
  const second = withArrivals(first, [event('c')], 2, false);
  expect(ids(second.rows)).toEqual(['c', 'b', 'a']);
  expect(second.missed).toBe(2);
});

test('an event that comes again is changed where it stands, also while held', () => {
  const before = withArrivals(NO_ROWS, [event('a', 'pending'), event('b')], 0, false);
  const after = withArrivals(before, [event('a', 'applied'), event('c')], 0, true);
  expect(after.rows.map(({ id, outcome }) => [id, outcome])).toEqual([
    ['b', 'applied'],
    ['a', 'applied'],
  ]);
  expect(ids(after.waiting)).toEqual(['c']);
  expect(ids(released(after).rows)).toEqual(['c', 'b', 'a']);
});

test('rows and what waits are bounded, and what falls out is told', () => {
  const held = withArrivals(NO_ROWS, many(MOST_ROWS + 5), 0, true);
  expect([held.waiting.length, held.missed]).toEqual([MOST_ROWS, 5]);
  expect(withArrivals(NO_ROWS, many(MOST_ROWS + 5), 0, false).rows).toHaveLength(MOST_ROWS);
});

test('nothing new is the same state', () => {
  const state = withArrivals(NO_ROWS, [event('a')], 0, false);
  expect(withArrivals(state, [], 0, false)).toBe(state);
});

test('a page that is read later lies under what arrived meanwhile', () => {
  const at = (id: string, receivedAt: string) => ({ ...event(id), receivedAt });
  const live = withArrivals(NO_ROWS, [at('c', '2026-01-01T00:00:03Z')], 0, false);
  const page = [at('c', '2026-01-01T00:00:03Z'), at('b', '2026-01-01T00:00:02Z'), at('a', '2026-01-01T00:00:01Z')];
  expect(ids(withPage(live, page).rows)).toEqual(['c', 'b', 'a']);
});
