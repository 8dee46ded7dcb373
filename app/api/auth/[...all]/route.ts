import { webProcess } from '@/lib/api/process';

export const dynamic = 'force-dynamic';

/** Sign-in, second factor, single sign-on, sign-out: better-auth behind our rules (lib/auth). */
async function handle(request: Request): Promise<Response> {
  const { auth, booted } = await webProcess();
  try {
    return await auth.handler(request);
  } catch (error) {
    booted.log.error({ err: error }, 'sign-in failed');
    const body = { code: 'unavailable', message: 'Sign-in is not possible right now. Try again.' };
    return Response.json(body, { status: 503, headers: { 'cache-control': 'no-store' } });
  }
}

export { handle as GET, handle as POST };
