'use client';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import { read } from '@/lib/client/queries';
import type { Me } from '@/lib/schemas/person';

const Given = createContext<Me | null>(null);

export function MeProvider({ value, children }: { value: Me; children: ReactNode }) {
  return <Given value={value}>{children}</Given>;
}

/** Who is signed in, on pages outside of a workspace; read again when a write makes `me.get` stale. */
export function useMe(): Me {
  const given = useContext(Given);
  if (!given) throw new Error('useMe is used outside of the account and install pages.');
  return useQuery({ ...read('me.get', {}), initialData: given }).data;
}
