'use client';
import { useRouter } from 'next/navigation';
import type { MenuGroup } from '@/components/ui/dropdown-menu';
import { paths } from '@/lib/paths';
import type { Me } from '@/lib/schemas/person';
import { signOut } from './sign-out';

/** The two menus of the frame, the same on every signed-in page. `current` is the open workspace, null outside of one. */
export function useShellMenus(me: Me, current: string | null): { workspaces: MenuGroup[]; user: MenuGroup[] } {
  const router = useRouter();
  const go = (id: string, label: string, href: string) => ({ id, label, onSelect: () => router.push(href) });
  return {
    workspaces: [
      {
        id: 'workspaces',
        label: 'Workspaces',
        items: me.workspaces.map(({ id, name }) => ({ ...go(id, name, paths.overview(id)), checked: id === current })),
      },
    ],
    user: [
      {
        id: 'account',
        items: [
          go('account', 'Your account', paths.account()),
          ...(me.installAdmin ? [go('install', 'Install administration', paths.install())] : []),
          go('api', 'API reference', paths.apiDocs()),
        ],
      },
      { id: 'leave', items: [{ id: 'sign-out', label: 'Sign out', onSelect: () => void signOut() }] },
    ],
  };
}
