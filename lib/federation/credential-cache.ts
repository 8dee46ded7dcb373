import type { AwsCredentials } from './types';

/** A function the SDK takes as `credentials`; many callers at once cost one exchange. */
export type CredentialSource = (options?: { forceRefresh?: boolean }) => Promise<AwsCredentials>;

/**
 * Keeps credentials until `refreshBeforeMs` before they expire (default 5 min). A failed refresh keeps serving what
 * is still valid, and is tried again at the next call; without anything valid the failure is thrown.
 */
export function cachedCredentials(
  load: () => Promise<AwsCredentials>,
  options: { now: () => Date; refreshBeforeMs?: number },
): CredentialSource {
  const margin = options.refreshBeforeMs ?? 5 * 60_000;
  let held: AwsCredentials | null = null;
  let pending: Promise<AwsCredentials> | null = null;

  const validFor = (credentials: AwsCredentials) =>
    credentials.expiration ? credentials.expiration.getTime() - options.now().getTime() : Number.POSITIVE_INFINITY;

  const refresh = () => {
    pending ??= load()
      .then((fresh) => {
        held = fresh;
        return fresh;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  };

  return async ({ forceRefresh = false } = {}) => {
    if (held && !forceRefresh && validFor(held) > margin) return held;
    try {
      return await refresh();
    } catch (error) {
      // A minute is left for the call that these credentials are wanted for.
      if (held && !forceRefresh && validFor(held) > 60_000) return held;
      throw error;
    }
  };
}
