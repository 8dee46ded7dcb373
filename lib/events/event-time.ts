/** A moment: ISO 8601 UTC with milliseconds, and the same as epoch ms. */
export type Moment = { iso: string; ms: number };

const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const DAY_MS = 86_400_000;

/** The moment that a text of ISO 8601 with an offset says; null: it says none. */
export function momentOf(text: string): Moment | null {
  return usual(text) ?? any(text);
}

/** As CloudTrail writes it, read without Date, which takes ten times as long; null: another form, or one to look at closely. */
function usual(text: string): Moment | null {
  if (text.length !== 20 || !hasSeparators(text)) return null;
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  // Ends of months are left to Date. NaN fails each comparison.
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return null;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null;
  const ms = daysTo(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000;
  return { iso: `${text.slice(0, 19)}.000Z`, ms };
}

const [DASH, COLON] = [0x2d, 0x3a];
const hasSeparators = (text: string) =>
  text.charCodeAt(4) === DASH &&
  text.charCodeAt(7) === DASH &&
  text[10] === 'T' &&
  text.charCodeAt(13) === COLON &&
  text.charCodeAt(16) === COLON &&
  text[19] === 'Z';

function any(text: string): Moment | null {
  const ms = FORM.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : { iso: new Date(ms).toISOString(), ms };
}

/** Two digits; NaN where something else stands. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Days from 1970-01-01 to a day of the Gregorian calendar, its years counted from March, so that leap days end them. */
function daysTo(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const m = month > 2 ? month - 3 : month + 9;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + Math.floor((153 * m + 2) / 5) + day - 1 - 719_468;
}
