import { webProcess } from '@/lib/api/process';
import { readiness } from '@/lib/services/install/readiness';

export const dynamic = 'force-dynamic';

/** Ready: the process has booted and both database roles answer. */
export async function GET(): Promise<Response> {
  const ready = await webProcess().then(
    ({ booted }) => readiness(booted.db),
    () => ({ ok: false, checks: { database: 'failing' as const } }),
  );
  return Response.json(ready, { status: ready.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
