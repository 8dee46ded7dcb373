const DAY_MS = 24 * 3_600_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Start of a day (UTC, "2026-11-21") as the API wants it; undefined for what is no day. */
export function dayStart(day: string | null): string | undefined {
  return at(day, 0);
}

/** The end of a day, for the API's `to`, which is not included itself: so that the day one chose is. */
export function dayEnd(day: string | null): string | undefined {
  return at(day, DAY_MS);
}

function at(day: string | null, plus: number): string | undefined {
  if (!day || !DAY.test(day)) return undefined;
  const millis = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(millis) ? undefined : new Date(millis + plus).toISOString();
}
