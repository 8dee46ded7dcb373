const GROUPED = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const MINUS = '\u2212';

/** "48,213". What was not counted (null, undefined, NaN) is "—". */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '—' : GROUPED.format(value);
}

/** A count with its noun: `plural(1, 'role')` is "1 role", `plural(2, 'policy', 'policies')` is "2 policies". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** What a run changed: "+14 −3", "+2", "−1", or "none". Updates are shown as "~4". */
export function changes(change: { created?: number; updated?: number; deleted?: number }): string {
  const parts = [
    change.created ? `+${count(change.created)}` : '',
    change.updated ? `~${count(change.updated)}` : '',
    change.deleted ? `${MINUS}${count(change.deleted)}` : '',
  ].filter(Boolean);
  return parts.length ? parts.join(' ') : 'none';
}

/** Share of a whole as whole percent, 0 to 100; 0 when the whole is 0. 100 only when all is there. */
export function percent(part: number, whole: number): number {
  if (!(whole > 0)) return 0;
  const share = Math.min(100, Math.max(0, (part / whole) * 100));
  return share === 100 ? 100 : Math.floor(share);
}

/** Bytes in steps of 1024: "912 B", "148 KB", "1.4 MB". What was not measured is "—". */
export function bytes(value: number | null | undefined): string {
  if (value === null || value === undefined || !(value >= 0)) return '—';
  const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
  let amount = value;
  let unit = 0;
  while (unit < units.length - 1 && amount >= (unit === 0 ? 1024 : 1023.5)) {
    amount /= 1024;
    unit += 1;
  }
  const digits = unit > 0 && amount < 9.95 ? 1 : 0;
  return `${amount.toFixed(digits)} ${units[unit]}`;
}
