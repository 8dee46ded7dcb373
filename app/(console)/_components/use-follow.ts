'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { operationUrl } from '@/lib/client/client';
import { type ReadId, read } from '@/lib/client/queries';
import type { Contract } from '@/lib/contract/contract';
import type { CallInput, ResponseOf } from '@/lib/contract/operation';
import { useEventStream } from './use-event-stream';

type StreamId = { [Id in ReadId]: Contract[Id] extends { produces: 'event-stream' } ? Id : never }[ReadId];

/**
 * A document that changes while one looks: read once, then followed by its event stream until it has ended.
 */
export function useFollow<Id extends ReadId>(
  id: Id,
  stream: StreamId,
  input: CallInput<Contract[Id]> & object,
  live: (document: ResponseOf<Contract[Id]>) => boolean,
) {
  const options = read(id, input);
  const query = useQuery(options);
  const client = useQueryClient();
  const following = query.data !== undefined && live(query.data);
  const url = operationUrl(stream, input);
  useEventStream(following ? url : null, {
    message: (data) => client.setQueryData(options.queryKey, JSON.parse(data)),
  });
  return query;
}
