import type { StateName } from '@/components/ui/states';
import type { EventOutcome, EventView } from '@/lib/schemas/event';

type Look = { state: StateName; word: string; means: string };

/** What became of an event: its shape, its word, and what the word means. */
export const OUTCOME = {
  applied: { state: 'changed', word: 'changed', means: 'The inventory changed, or learned who had changed it.' },
  unchanged: { state: 'no change', word: 'no change', means: 'The inventory stood so already.' },
  noCollector: { state: 'skipped', word: 'not collected', means: 'Resources of this type are not collected.' },
  noReference: { state: 'skipped', word: 'names nothing', means: 'The event does not say which resource.' },
  notWatched: {
    state: 'no longer watched',
    word: 'not watched',
    means: 'No integration covers its account or region.',
  },
  unreadable: { state: 'denied', word: 'not readable', means: 'AWS refused to show the resource, so a scan follows.' },
  pending: { state: 'waiting for AWS', word: 'reading again', means: 'AWS does not show the change yet.' },
} as const satisfies Record<EventOutcome, Look>;

const EFFECTS = {
  created: { state: 'created', word: 'created' },
  recreated: { state: 'created', word: 'made again' },
  deleted: { state: 'gone', word: 'gone' },
} as const satisfies Record<string, Pick<Look, 'state' | 'word'>>;

const isEffect = (result: string): result is keyof typeof EFFECTS => Object.hasOwn(EFFECTS, result);

/** An applied event is told by what it did, where it did one thing: created, gone; else changed. */
export function outcomeLook({ outcome, touches }: Pick<EventView, 'outcome' | 'touches'>): Look {
  const look: Look = OUTCOME[outcome];
  if (outcome !== 'applied') return look;
  const results = new Set(touches.map(({ result }) => result).filter((result) => result !== 'unchanged'));
  const [only] = results;
  return results.size === 1 && only !== undefined && isEffect(only) ? { ...look, ...EFFECTS[only] } : look;
}

const RESULT_WORDS: Readonly<Record<string, string>> = {
  created: 'created',
  changed: 'changed',
  recreated: 'made again',
  deleted: 'deleted',
  unchanged: 'no change',
  attributed: 'its author became known',
  pending: 'reading again',
  unreadable: 'not readable',
  notWatched: 'not watched',
};

/** What an event did to one resource, in words. */
export function resultWord(result: string): string {
  return Object.hasOwn(RESULT_WORDS, result) ? (RESULT_WORDS[result] ?? result) : result;
}
