import type { z } from 'zod';
import type { AgeBin } from '@/components/charts/key-ages';
import type { Tone } from '@/components/ui/tone';
import type { accessKeySummarySchema } from '@/lib/schemas/inventory';

type Summary = z.infer<typeof accessKeySummarySchema>;

/** Days after which a key is not only past its limit but forgotten. */
const FORGOTTEN_DAYS = 365;

type Level = AgeBin['level'];

export function ageLevel(days: number, limitDays: number): Level {
  if (days < limitDays) return 'fine';
  return days < FORGOTTEN_DAYS ? 'old' : 'ancient';
}

/** The API's buckets as the chart takes them: a bucket has the level of its youngest key. */
export function keyAgeBins({ buckets, limitDays }: Pick<Summary, 'buckets' | 'limitDays'>): AgeBin[] {
  return buckets.map(({ fromDays, toDays, count }) => ({
    label: binLabel(toDays),
    count,
    level: ageLevel(fromDays, limitDays),
  }));
}

/** A column's name is its oldest age, short enough for a phone: "90 d", "2 y", "older". */
function binLabel(toDays: number | null): string {
  if (toDays === null) return 'older';
  return toDays < FORGOTTEN_DAYS ? `${toDays} d` : `${Math.round(toDays / 365)} y`;
}

/** The colour family that an age is written in. */
export const AGE_TONE = {
  fine: 'neutral',
  old: 'warn',
  ancient: 'danger',
} as const satisfies Record<Level, Tone>;

export type { Summary as KeySummary };
