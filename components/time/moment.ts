import { absoluteUtc } from '@/lib/format/time';

const MINUTE_MS = 60_000;
const UNITS = { h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS } as const;

/** Moments that move with the clock, as an address keeps them, the latest first. */
export const MOMENT_PRESETS = [
  { value: '1h', label: 'An hour ago' },
  { value: '1d', label: 'Yesterday' },
  { value: '7d', label: 'A week ago' },
  { value: '30d', label: '30 days ago' },
  { value: '90d', label: '90 days ago' },
] as const;

/** The moment that a text of the address means (`7d`, or ISO 8601 UTC), to the second; null for any other text. */
export function resolveMoment(text: string, now: number): string | null {
  const [, amount, unit] = text.match(/^(\d{1,4})([hd])$/) ?? [];
  if (amount !== undefined && (unit === 'h' || unit === 'd')) {
    return new Date(Math.floor((now - Number(amount) * UNITS[unit]) / 1000) * 1000).toISOString();
  }
  const millis = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(millis) ? null : new Date(millis).toISOString();
}

/** "Yesterday", "now", "2026-11-20 14:42:03 UTC". */
export function momentWords(text: string): string {
  if (text === '') return 'Now';
  return MOMENT_PRESETS.find(({ value }) => value === text)?.label ?? absoluteUtc(text);
}

/** ISO 8601 as `<input type="datetime-local">` has it, in UTC to the minute, and back. */
export const toField = (iso: string): string => iso.slice(0, 16);
export const fromField = (field: string): string | null => resolveMoment(`${field}:00.000Z`, 0);
