const HOUR_MS = 3_600_000;
export const IDLE_MS = 12 * HOUR_MS;
export const ABSOLUTE_SECONDS = 7 * 24 * 3600;
/** How stale `updatedAt` may be before a request that uses the session writes it again. */
export const TOUCH_MS = 5 * 60_000;

type SessionTimes = { updatedAt: Date; createdAt: Date };

/** Unused for 12 hours, or 7 days old whatever its use. */
export function isIdle(session: SessionTimes, now: Date): boolean {
  const { updatedAt, createdAt } = session;
  return now.getTime() - updatedAt.getTime() > IDLE_MS || now.getTime() - createdAt.getTime() > ABSOLUTE_SECONDS * 1000;
}
