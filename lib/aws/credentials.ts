import type { AwsCredentialIdentity } from '@smithy/types';

/** Renew this long before the end: the longest request plus its retries. */
const RENEW_BEFORE_MS = 2 * 60_000;
/** A refusal right after a renewal means something else than age; more renewals would not end. */
const MAX_FORCED_RENEWALS = 3;

/**
 * Session credentials that are fetched once for all callers, again before they end, and again when AWS says that they
 * are over (`renew`), so that a list goes on at the marker where it was.
 */
export class RenewableCredentials {
  private current: Promise<AwsCredentialIdentity> | null = null;
  private forced = 0;
  generation = 0;

  constructor(
    private readonly fetch: () => Promise<AwsCredentialIdentity>,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * For a client's `credentials`. The expiration handed to the SDK is always past: its own cache cannot be told that a
   * session was ended early, so every request asks here instead.
   */
  readonly provider = async (): Promise<AwsCredentialIdentity> => {
    const credentials = await this.resolve();
    return { ...credentials, expiration: new Date(0) };
  };

  async resolve(): Promise<AwsCredentialIdentity> {
    const started = this.current ?? this.start();
    const credentials = await started;
    const end = credentials.expiration?.getTime();
    if (end === undefined || end - this.now() > RENEW_BEFORE_MS) return credentials;
    return this.current === started ? this.start() : this.resolve();
  }

  /** AWS refused the credentials of `generation` as expired. False: renewed too often already. */
  renew(generation: number): boolean {
    if (generation !== this.generation) return true;
    if (this.forced >= MAX_FORCED_RENEWALS) return false;
    this.forced += 1;
    this.generation += 1;
    this.current = null;
    return true;
  }

  private start(): Promise<AwsCredentialIdentity> {
    const started = this.fetch();
    this.current = started;
    started.catch(() => {
      if (this.current === started) this.current = null;
    });
    return started;
  }
}
