import { needsHostIdentity } from '@/lib/federation/retrievers/registry';
import type { RetrieverKind } from '@/lib/federation/types';
import type { HOST_IDENTITY_KINDS } from '@/lib/schemas/install';

export type HostIdentityKind = (typeof HOST_IDENTITY_KINDS)[number];

/** Which identities of the host each retriever can stand on. A TokenRequest is made with the pod's own identity. */
export const HOST_IDENTITY_KINDS_OF = {
  none: ['shared_config'],
  token_file: ['token_file', 'projected_token'],
  kube_sa_token: ['projected_token'],
  mooring_issuer: [],
} as const satisfies Record<RetrieverKind, readonly HostIdentityKind[]>;

export function canStandOn(retriever: RetrieverKind, kind: string): boolean {
  const kinds: readonly string[] = HOST_IDENTITY_KINDS_OF[retriever];
  return needsHostIdentity(retriever) && kinds.includes(kind);
}
