import type { Outbound } from '@/lib/net/outbound';
import type { AwsCredentials } from '../types';

/** What a retriever gives: a token for STS, or credentials the host already has. */
export type Retrieved =
  | { via: 'token'; token: string; expiresAt: Date | null }
  | { via: 'host'; credentials: AwsCredentials };

/** The cluster this process runs in; all three are install settings (the environment and two mounted files). */
export type InClusterAccess = { server: string; caFile: string; tokenFile: string };

/** What the install lends to retrievers. Nothing in it comes from a workspace. */
export type RetrieverContext = {
  /** Directories that an operator mounted for this purpose; nothing outside them is read. */
  operatorDirectories: readonly string[];
  outbound: Outbound;
  inCluster?: InClusterAccess;
  /** Mints a token of the built-in issuer for the integration at hand. */
  mint?: () => Promise<{ token: string; expiresAt: Date }>;
  signal?: AbortSignal;
  now: () => Date;
};

/** One way to prove who we are. `hostIdentity`: it stands on an identity of the whole install, to be granted first. */
export type TokenRetriever<Config> = {
  hostIdentity: boolean;
  retrieve(config: Config, context: RetrieverContext): Promise<Retrieved>;
};
