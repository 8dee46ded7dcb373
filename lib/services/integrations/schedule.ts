import type { Databases } from '@/lib/db/client';

/**
 * Keeps the scheduler's row in step with an integration. It lives in the directory, so it commits beside, not with, the
 * caller's transaction: written again at every save, and a row without its integration starts nothing.
 */
export async function saveSchedule(
  db: Databases,
  workspaceId: string,
  integrationId: string,
  schedule: { everyMinutes: number; enabled: boolean },
  now: Date,
): Promise<void> {
  const nextRunAt = new Date(now.getTime() + schedule.everyMinutes * 60_000);
  const values = { everyMinutes: schedule.everyMinutes, enabled: schedule.enabled, nextRunAt };
  await db.directory.schedule.upsert({
    where: { integrationId },
    create: { integrationId, workspaceId, ...values },
    update: values,
  });
}

export async function removeSchedule(db: Databases, workspaceId: string, integrationId: string): Promise<void> {
  await db.directory.schedule.deleteMany({ where: { workspaceId, integrationId } });
}
