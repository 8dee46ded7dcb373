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
  /** Mooring's version, shown to people. */
  version: string;
  /** Sends links by mail as well; null without SMTP. */
  mailer: import('../people/mailer').Mailer | null;
  /** The button on the sign-in page; null without an OpenID provider. */
  singleSignOn: { providerId: string; name: string } | null;
};
