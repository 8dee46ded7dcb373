import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Contract, OperationId } from '@/lib/contract/contract';
import type { CallInput, ResponseOf } from '@/lib/contract/operation';
import { apiClient } from './client';

/** The browser's client: same origin, session cookie. */
export const api = apiClient();

/** Operations that only read, so that a page cannot cache a write by mistake. */
export type ReadId = { [Id in OperationId]: Contract[Id]['method'] extends 'get' ? Id : never }[OperationId];

/** Query options of a read: the key is the operation and its input, so that a write can invalidate by operation. */
export function read<Id extends ReadId>(id: Id, input: CallInput<Contract[Id]>) {
  return queryOptions<ResponseOf<Contract[Id]>>({
    queryKey: [id, input],
    queryFn: ({ signal }) => api.call(id, input, { signal }),
    placeholderData: keepPreviousData as never,
  });
}
