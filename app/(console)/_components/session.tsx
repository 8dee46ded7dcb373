'use client';
import { createContext, type ReactNode, useContext } from 'react';
import { type Permission, roleAllows } from '@/lib/schemas/permission';
import type { Me } from '@/lib/schemas/person';
import type { Role } from '@/lib/schemas/role';

export type Session = { me: Me; workspace: { id: string; name: string; role: Role } };
const Current = createContext<Session | null>(null);

export function SessionProvider({ value, children }: { value: Session; children: ReactNode }) {
  return <Current value={value}>{children}</Current>;
}

/** Who is signed in and in which workspace. Only below app/(console)/w. */
export function useSession(): Session {
  const session = useContext(Current);
  if (!session) throw new Error('useSession is used outside of a workspace.');
  return session;
}

export function useWorkspaceId(): string {
  return useSession().workspace.id;
}

/** Whether to offer what needs `permission`. The API decides; this only keeps buttons that would be refused away. */
export function useMay(permission: Permission): boolean {
  return roleAllows(useSession().workspace.role, permission);
}
