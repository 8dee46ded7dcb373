import { RateBars } from '@/components/charts/rate-bars';
import { absoluteUtc } from '@/lib/format/time';
import type { ChangeSummary } from '@/lib/schemas/history';

const HOUR = 3600;
/** Spans begin where the database's bins do: on a Monday (tenant.change_summary). */
const ORIGIN = Date.UTC(2000, 0, 3);

/** Changes over time: a column a span, empty ones as well. */
export function ChangeBars({ summary }: { summary: ChangeSummary }) {
  const { spans, spanSeconds, from, to } = summary;
  const step = spanSeconds * 1000;
  const first = ORIGIN + Math.floor((Date.parse(from) - ORIGIN) / step) * step;
  const places = Math.max(1, Math.ceil((Date.parse(to) - first) / step));
  const values = Array.from({ length: places }, () => 0);
  for (const { at, created, changed, deleted, recreated } of spans) {
    const place = Math.round((Date.parse(at) - first) / step);
    if (place >= 0 && place < places) values[place] = created + changed + deleted + recreated;
  }
  return (
    <RateBars
      label={`Changes, a column for ${spanWords(spanSeconds)}`}
      values={values}
      height={120}
      ticks={[first, Date.parse(to)].map((at) => absoluteUtc(at).slice(0, 16))}
    />
  );
}

function spanWords(seconds: number): string {
  const hours = seconds / HOUR;
  if (hours === 1) return 'an hour';
  if (hours < 24) return `${hours} hours`;
  return hours === 24 ? 'a day' : `${hours / 24} days`;
}
