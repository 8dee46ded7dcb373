import { webProcess } from '@/lib/api/process';

export const dynamic = 'force-dynamic';

async function handle(request: Request): Promise<Response> {
  const { api } = await webProcess();
  return api.fetch(request);
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
