import { plural } from '@/lib/format/number';

/** How often, in the largest whole unit: "every hour", "every 90 min", "every 2 days". */
export function cadence(everyMinutes: number): string {
  if (everyMinutes % 1440 === 0)
    return everyMinutes === 1440 ? 'every day' : `every ${plural(everyMinutes / 1440, 'day')}`;
  if (everyMinutes % 60 === 0) return everyMinutes === 60 ? 'every hour' : `every ${plural(everyMinutes / 60, 'hour')}`;
  return `every ${everyMinutes} min`;
}

/** Choices offered for a schedule, in minutes. The API takes any number from 5 to 10,080 (a week). */
export const CADENCES = [15, 30, 60, 180, 360, 720, 1440, 10_080] as const;
