import type { EventOutcome } from '@/lib/schemas/event';

const APPLIED: ReadonlySet<string> = new Set(['created', 'changed', 'recreated', 'deleted', 'attributed']);

/** What became of an event, by what became of its touches. An event that touches nothing has its outcome already. */
export function outcomeOf(touches: readonly { result: string; reason: string | null }[]): {
  outcome: EventOutcome;
  reason: string | null;
} {
  const pending = touches.find(({ result }) => result === 'pending');
  if (pending) return { outcome: 'pending', reason: pending.reason };
  const unreadable = touches.find(({ result }) => result === 'unreadable');
  if (touches.some(({ result }) => APPLIED.has(result)))
    return { outcome: 'applied', reason: unreadable?.reason ?? null };
  if (unreadable) return { outcome: 'unreadable', reason: unreadable.reason };
  if (touches.length > 0 && touches.every(({ result }) => result === 'notWatched')) {
    return { outcome: 'notWatched', reason: null };
  }
  return { outcome: 'unchanged', reason: null };
}
