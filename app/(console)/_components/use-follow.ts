'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { operationUrl } from '@/lib/client/client';
import { type ReadId, read } from '@/lib/client/queries';
import type { Contract } from '@/lib/contract/contract';
import type { CallInput, ResponseOf } from '@/lib/contract/operation';

type StreamId = { [Id in ReadId]: Contract[Id] extends { produces: 'event-stream' } ? Id : never }[ReadId];

/**
 * A document that changes while one looks: read once, then followed by its event stream until it has ended. The
 * browser reconnects a broken stream by itself.
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
  const key = JSON.stringify(options.queryKey);
  useEffect(() => {
    if (!following) return;
    const source = new EventSource(url);
    source.onmessage = ({ data }) => client.setQueryData(JSON.parse(key), JSON.parse(data));
    source.addEventListener('end', () => source.close());
    return () => source.close();
  }, [following, url, key, client]);
  return query;
}
