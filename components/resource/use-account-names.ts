'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { read } from '@/lib/client/queries';

/** Names of the workspace's accounts by id, as the inventory's facets know them; an account without one is missing. */
export function useAccountNames(workspaceId: string): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...read('resources.facets', { params: { workspaceId } }), staleTime: 60_000 });
  const accounts = data?.account;
  return useMemo(
    () => new Map((accounts ?? []).flatMap(({ value, label }) => (label ? [[value, label] as const] : []))),
    [accounts],
  );
}
