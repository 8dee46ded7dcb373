import { z } from 'zod';
import type { JsonObject } from '@/lib/collectors/types';

/**
 * How far a shard was read: behind a sequence number, from a moment on (epoch ms), from the oldest record, or from whatever
 * comes next. Beside a sequence number `at` says until when all that had arrived was read.
 */
const placeSchema = z.union([
  z.strictObject({ sequence: z.string().regex(/^\d{1,129}$/), at: z.number().optional() }),
  z.strictObject({ at: z.number() }),
  z.strictObject({ horizon: z.literal(true) }),
  z.strictObject({ latest: z.literal(true) }),
]);
export type Place = z.output<typeof placeSchema>;

/** AWS's clock and ours may differ by so much: a moment that has to cover all that came after it lies so much before it. */
export const CLOCKS_MS = 60_000;

export const HORIZON: Place = { horizon: true };
export const LATEST: Place = { latest: true };

/** What was stored; none, and one that cannot be read, is what comes next. */
export function readCheckpoint(stored: JsonObject | null): Place {
  return placeSchema.safeParse(stored).data ?? LATEST;
}

/** Until when all that had arrived was read, epoch ms; null: the place does not say. */
export const readUntil = (place: Place): number | null => ('at' in place ? (place.at ?? null) : null);

export function placeFrom(at: 'latest' | 'oldest' | number): Place {
  if (at === 'oldest') return HORIZON;
  return at === 'latest' ? LATEST : { at };
}

/** For people. */
export function positionOf(stored: JsonObject | null): string | null {
  if (stored === null) return null;
  const place = readCheckpoint(stored);
  if ('sequence' in place) return place.sequence;
  if ('at' in place) return `from ${new Date(place.at).toISOString()}`;
  return 'horizon' in place ? 'from the oldest record' : 'from the next record on';
}
