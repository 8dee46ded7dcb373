const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

export type Instant = Date | string | number;

/** Milliseconds since the epoch of a Date, an ISO 8601 string or milliseconds; NaN for what is no time. */
export function toMillis(instant: Instant): number {
  return typeof instant === 'number' ? instant : new Date(instant).getTime();
}

/** Largest whole unit of a span of milliseconds: "12 s", "3 min", "5 h", "9 d", "2 y". Negative spans count as 0. */
export function roughSpan(millis: number): string {
  const span = Math.max(0, millis);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < DAY) return `${Math.floor(span / HOUR)} h`;
  if (span < 2 * YEAR) return `${Math.floor(span / DAY)} d`;
  return `${Math.floor(span / YEAR)} y`;
}

/**
 * Words for a time seen from `now`: "now", "41 s ago", "12 min ago", "yesterday", "9 d ago", "2 y ago", "in 4 s".
 * Up to 5 s in either direction is "now", so that two clocks a little apart never show a future. Not a time: "not known".
 */
export function relativeTime(instant: Instant, now: Instant): string {
  const age = toMillis(now) - toMillis(instant);
  if (Number.isNaN(age)) return 'not known';
  if (Math.abs(age) < 5 * SECOND) return 'now';
  if (age < 0) return `in ${roughSpan(-age)}`;
  if (age >= DAY && age < 2 * DAY) return 'yesterday';
  return `${roughSpan(age)} ago`;
}

/** "2026-11-20 14:42:03 UTC"; with `millis`, "2026-11-20 14:42:03.118 UTC". Not a time: "not known". */
export function absoluteUtc(instant: Instant, options: { millis?: boolean } = {}): string {
  const at = new Date(toMillis(instant));
  if (Number.isNaN(at.getTime())) return 'not known';
  const iso = at.toISOString();
  const clock = iso.slice(11, options.millis ? 23 : 19);
  return `${iso.slice(0, iso.indexOf('T'))} ${clock} UTC`;
}

/** Time of day in UTC, "14:31"; with `seconds`, "14:31:07". */
export function clockUtc(instant: Instant, options: { seconds?: boolean } = {}): string {
  const at = new Date(toMillis(instant));
  return Number.isNaN(at.getTime()) ? 'not known' : at.toISOString().slice(11, options.seconds ? 19 : 16);
}

/**
 * A measured duration of milliseconds: "84 ms", "9.1 s", "41 s", "1 m 04 s", "2 h 05 m", "3 d 04 h".
 * What was not measured (null, undefined, NaN, negative) is "—".
 */
export function duration(millis: number | null | undefined): string {
  if (millis === null || millis === undefined || !(millis >= 0)) return '—';
  if (Math.round(millis) < SECOND) return `${Math.round(millis)} ms`;
  if (millis < 9.95 * SECOND) return `${(millis / SECOND).toFixed(1)} s`;
  const seconds = Math.round(millis / SECOND);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${two(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${two(minutes % 60)} m`;
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`;
}

/** Whole days between two times, never below 0: the age of a key. */
export function ageInDays(instant: Instant, now: Instant): number {
  return Math.max(0, Math.floor((toMillis(now) - toMillis(instant)) / DAY));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
