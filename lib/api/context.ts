import type { Auth } from '@/lib/auth/auth';
import { authenticate, ridesOnCookie } from '@/lib/auth/authenticate';
import { clientAddress } from '@/lib/auth/client-address';
import { assertSameOrigin } from '@/lib/auth/origin';
import type { ServiceContext, WorkspaceContext } from '@/lib/services/context';
import type { RequestFacts } from './dependencies';
import type { RequestLimits } from './limits';

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'> & { auth: Auth; limits: RequestLimits };

/**
 * Who asks, and in which workspace: rate limits, then authentication, then (for a write that rides on a cookie) the
 * Origin header. A WorkspaceContext when the request names a workspace.
 */
export async function contextOf(
  { db, install, auth, limits, now }: Deps,
  request: Request,
  facts: RequestFacts,
): Promise<ServiceContext> {
  const ipAddress = clientAddress(request.headers);
  await limits.address(ipAddress ?? 'unknown', facts.access === 'public' && facts.write);
  const actor = await authenticate({ db, auth, now }, request.headers, facts.workspaceId);
  const fromBrowser = actor.kind === 'user' || request.headers.has('origin');
  if (facts.write && ridesOnCookie(request.headers) && fromBrowser)
    assertSameOrigin(request.headers, install.publicUrl);
  if (actor.kind !== 'anonymous') await limits.actor(actor.id);
  const context: ServiceContext = { db, install, actor, requestId: facts.requestId, ipAddress, now };
  if (facts.workspaceId === null) return context;
  const inWorkspace: WorkspaceContext = { ...context, workspaceId: facts.workspaceId };
  return inWorkspace;
}
