import type { Databases } from '@/lib/db/client';

export type Readiness = { ok: boolean; checks: { database: 'ok' | 'failing' } };
const PATIENCE_MS = 3_000;

/** Whether this process can serve: both database roles answer within 3 s. */
export async function readiness(db: Databases): Promise<Readiness> {
  const asked = Promise.all([db.tenant.$queryRaw`SELECT 1`, db.directory.$queryRaw`SELECT 1`]).then(
    () => true,
    () => false,
  );
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PATIENCE_MS).unref());
  const ok = await Promise.race([asked, late]);
  return { ok, checks: { database: ok ? 'ok' : 'failing' } };
}
