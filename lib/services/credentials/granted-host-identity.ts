import type { Credential } from '@/lib/db/generated/prisma/client';
import { retrieverSchema } from '@/lib/schemas/credential';
import type { ServiceContext } from '../context';
import { canStandOn } from './host-identity-kinds';
import { notGranted } from './refusals';

/**
 * The host identity of a credential, if it is granted to its workspace and of a fitting kind (SECURITY decision 2).
 * Looked up at each use, beside the foreign key that holds the grant.
 */
export async function grantedHostIdentity(
  deps: Pick<ServiceContext, 'db'>,
  credential: Pick<Credential, 'workspaceId' | 'hostIdentityId' | 'retriever'>,
): Promise<{ path: string | null; profile: string | null }> {
  const { hostIdentityId: id, workspaceId } = credential;
  const identity =
    id === null
      ? null
      : await deps.db.directory.hostIdentity.findFirst({ where: { id, grantedWorkspaceId: workspaceId } });
  if (!identity || !canStandOn(retrieverSchema.parse(credential.retriever), identity.kind)) throw notGranted();
  const { path = null, profile = null } = identity.config as { path?: string; profile?: string };
  return { path, profile };
}
