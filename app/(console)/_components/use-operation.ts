'use client';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ApiError } from '@/lib/client/client';
import { api, type ReadId } from '@/lib/client/queries';
import type { Contract, OperationId } from '@/lib/contract/contract';
import type { CallInput, ResponseOf } from '@/lib/contract/operation';

type Options<Id extends OperationId> = {
  /** Reads that this write makes stale. */
  stale?: readonly ReadId[];
  onSuccess?: (answer: ResponseOf<Contract[Id]>, input: CallInput<Contract[Id]>) => unknown;
};

/** A write of the API as a mutation: `mutate({ params, body })`; what it changes is read again. */
export function useOperation<Id extends OperationId>(
  id: Id,
  options: Options<Id> = {},
): UseMutationResult<ResponseOf<Contract[Id]>, ApiError, CallInput<Contract[Id]>> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: CallInput<Contract[Id]>) => api.call(id, input),
    onSuccess: async (answer, input) => {
      await Promise.all((options.stale ?? []).map((read) => client.invalidateQueries({ queryKey: [read] })));
      await options.onSuccess?.(answer, input);
    },
  });
}
