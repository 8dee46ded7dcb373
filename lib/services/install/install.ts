/**
 * What one process of this install was started with: parsed environment, opened keys, clients.
 * Made once at boot (lib/services/install/boot.ts) and passed down, so that verbs read no globals.
 */
export type Install = {
  publicUrl: string;
  issuerBase: string | null;
  audience: string;
  sandboxUrl: string | null;
  tokenDirectory: string;
  federationTokenPath: string;
  keyring: import('@/lib/sealing/keyring').Keyring;
  jobs: import('@/lib/jobs/queue').JobQueue;
  /** What the install lends to token retrievers that read the host or a cluster. */
  retrieverContext: (now: () => Date) => import('@/lib/federation/retrievers/retriever').RetrieverContext;
  /** The guarded way out for every URL that a user can influence. */
  outbound: import('@/lib/net/outbound').Outbound;
  /** How long verification waits for IAM to know a role made moments ago, in milliseconds. */
  propagationBudgetMs: number;
  /** Wakes streams when something they follow changes. */
  changes: import('@/lib/db/changes').ChangeFeed;
  /** Mooring's version, shown to people. */
  version: string;
  /** Sends links by mail as well; null without SMTP. */
  mailer: import('../people/mailer').Mailer | null;
  /** The button on the sign-in page; null without an OpenID provider. */
  singleSignOn: { providerId: string; name: string } | null;
};
