import { webProcess } from '@/lib/api/process';

export const dynamic = 'force-dynamic';

/** For Prometheus. Counts and timings only: no name, id or address of anyone. */
export async function GET(): Promise<Response> {
  const { metrics } = await webProcess();
  return new Response(await metrics.metrics(), {
    headers: { 'content-type': metrics.contentType, 'cache-control': 'no-store' },
  });
}
