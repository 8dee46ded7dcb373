import type { Credential } from '@/lib/db/generated/prisma/client';
import { AppError } from '@/lib/errors/app-error';
import { type RetrieverConfig, retrieverConfigSchemas } from '@/lib/federation/retrievers/config';
import { retrieve } from '@/lib/federation/retrievers/registry';
import { retrieverSchema } from '@/lib/schemas/credential';
import type { ServiceContext } from '../context';
import { grantedHostIdentity } from './granted-host-identity';

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'>;

/** How a credential's token is got from the host or the cluster; null where the retriever gives none of theirs. */
export async function hostTokenConfig(deps: Deps, credential: Credential): Promise<RetrieverConfig | null> {
  switch (retrieverSchema.parse(credential.retriever)) {
    case 'none':
    case 'mooring_issuer':
      return null;
    case 'token_file': {
      const { path } = await grantedHostIdentity(deps, credential);
      return { kind: 'token_file', path: path ?? deps.install.federationTokenPath };
    }
    case 'kube_sa_token':
      await grantedHostIdentity(deps, credential);
      return retrieverConfigSchemas.kube_sa_token.parse({ kind: 'kube_sa_token', ...(credential.config as object) });
  }
}

/** The token itself, as it is now. */
export async function hostToken(
  deps: Deps,
  credential: Credential,
): Promise<{ token: string; expiresAt: Date | null } | null> {
  const config = await hostTokenConfig(deps, credential);
  if (config === null) return null;
  const retrieved = await retrieve(config, deps.install.retrieverContext(deps.now));
  if (retrieved.via !== 'token') throw new AppError('internal', `The retriever ${config.kind} gave no token.`);
  return retrieved;
}
