import { UNIT_SECONDS } from '@/lib/query/fields';
import type { Unit } from '@/lib/query/types';
import { CliError } from '../failure';

const AGO = /^(\d{1,5})(m|h|d|w|y)(?: ?ago)?$/i;

/**
 * A moment as ISO 8601 in UTC, from `now`, how long ago (`30m`, `2h`, `1d`, `3w`, `1y`: the query language's units), a day
 * (`2026-11-20`, its begin in UTC) or a time with a zone. Throws a usage error for anything else.
 */
export function momentOf(text: string, now: Date): string {
  const written = text.trim();
  if (/^now$/i.test(written)) return now.toISOString();
  const [, amount, unit] = AGO.exec(written) ?? [];
  if (amount && unit)
    return new Date(now.getTime() - Number(amount) * UNIT_SECONDS[unit.toLowerCase() as Unit] * 1000).toISOString();
  const day = /^\d{4}-\d\d-\d\d$/.test(written);
  const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(written);
  const at = day || zoned ? new Date(written) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new CliError(
      `${text} is no moment. Write how long ago (2h, 1d, 3w), a day (2026-11-20), or 2026-11-20T14:42:00Z.`,
      'usage',
    );
  return at.toISOString();
}
