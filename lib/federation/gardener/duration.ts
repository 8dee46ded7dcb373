const UNIT_SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** Seconds of a Go duration such as `30m` or `1h30m`; null when it is none. Finer units than seconds are not taken. */
export function parseGoDuration(text: string): number | null {
  if (!/^(?:\d{1,9}[hms]){1,6}$/.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([hms])/g))
    total += Number(amount) * (UNIT_SECONDS[unit ?? ''] ?? 0);
  return total;
}
