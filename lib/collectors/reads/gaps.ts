import { classifyAwsError } from '@/lib/aws/errors';
import type { Gap } from '@/lib/collectors/types';

/** An enrichment that failed: its value is null and the gap says why. Aborts are not gaps. */
export type Enrichment<T> = { value: T; gap: null } | { value: null; gap: Gap };

/** Runs an enrichment; what AWS refuses becomes a gap, so that the resources themselves are not lost. */
export async function enrich<T>(
  aspect: string,
  action: string,
  signal: AbortSignal,
  read: () => Promise<T>,
): Promise<Enrichment<T>> {
  try {
    return { value: await read(), gap: null };
  } catch (error) {
    signal.throwIfAborted();
    const info = classifyAwsError(error);
    return { value: null, gap: { aspect, action: info.action ?? action, code: info.code, message: info.message } };
  }
}
