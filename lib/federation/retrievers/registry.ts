import type { RetrieverKind } from '../types';
import type { RetrieverConfig, RetrieverConfigs } from './config';
import { kubeSaToken } from './kube-sa-token';
import { mooringIssuer } from './mooring-issuer';
import { none } from './none';
import type { Retrieved, RetrieverContext, TokenRetriever } from './retriever';
import { tokenFile } from './token-file';

/** Every retriever; a kind without one does not compile. */
export const RETRIEVERS: { [K in RetrieverKind]: TokenRetriever<RetrieverConfigs[K]> } = {
  none,
  kube_sa_token: kubeSaToken,
  token_file: tokenFile,
  mooring_issuer: mooringIssuer,
};

/** Runs the retriever a config names. */
export function retrieve(config: RetrieverConfig, context: RetrieverContext): Promise<Retrieved> {
  const run = <K extends RetrieverKind>(kind: K, own: RetrieverConfigs[K]) => RETRIEVERS[kind].retrieve(own, context);
  return run(config.kind, config as never);
}

/** Whether a config uses an identity of the whole install, which one workspace must have been granted. */
export function needsHostIdentity(kind: RetrieverKind): boolean {
  return RETRIEVERS[kind].hostIdentity;
}
