import type { ErrorStateProps } from '@/components/ui/error-state';
import { ApiError } from '@/lib/client/client';

type Failed = { error: Error | null; refetch: () => unknown; isFetching: boolean };

/** A failed read as ErrorState shows it: the API's own words, the request id, and a retry. Null while nothing failed. */
export function errorOf(title: string, query: Failed): ErrorStateProps | null {
  const { error } = query;
  if (!error) return null;
  const requestId = error instanceof ApiError ? error.requestId : null;
  return {
    title,
    children: error.message,
    ...(requestId ? { requestId } : {}),
    onRetry: () => void query.refetch(),
    retrying: query.isFetching,
  };
}
