'use client';
import { useQuery } from '@tanstack/react-query';
import { Boxes } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { currentItem } from '@/components/layout/nav';
import { Shell } from '@/components/layout/shell';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { navGroups } from './nav';
import { type Session, SessionProvider } from './session';
import { useShellMenus } from './shell-menus';

/** The frame of a workspace's pages: navigation with counts, workspaces, account, and the palette over the inventory. */
export function ConsoleShell({ session, children }: { session: Session; children: ReactNode }) {
  const { me, workspace } = session;
  const router = useRouter();
  const pathname = usePathname();
  const [search, setSearch] = useState('');
  const { data: overview } = useQuery({
    ...read('overview.get', { params: { workspaceId: workspace.id } }),
    staleTime: 30_000,
  });
  const { data: findings } = useQuery({
    ...read('findings.summary', { params: { workspaceId: workspace.id } }),
    staleTime: 30_000,
  });
  const found = useQuery({
    ...read('resources.list', { params: { workspaceId: workspace.id }, query: { q: search, pageSize: 8 } }),
    enabled: search.length > 1,
  });
  const groups = navGroups(workspace.id, workspace.role, {
    attention: overview?.attention.filter((item) => item.severity === 'danger').length,
    findings: findings?.open,
    resources: overview?.resources,
    integrations: overview?.integrations,
    accessKeys: overview?.accessKeys.active,
  });
  const menus = useShellMenus(me, workspace.id);
  return (
    <SessionProvider value={session}>
      <Shell
        groups={groups}
        current={pathname.startsWith(paths.scans(workspace.id)) ? 'integrations' : currentItem(groups, pathname)}
        workspace={{ name: workspace.name }}
        workspaceMenu={menus.workspaces}
        sandbox={me.install.sandbox}
        user={{ name: me.actor.name, role: workspace.role }}
        userMenu={menus.user}
        palette={{
          groups: [
            ...groups.map((group) => ({
              id: group.id,
              label: group.label ?? 'Go to',
              items: group.items.map(({ id, label, icon, href }) => ({
                id,
                title: label,
                icon,
                href,
                onSelect: () => router.push(href),
              })),
            })),
            {
              id: 'resources',
              label: 'Inventory',
              found: true,
              items: (search.length > 1 ? (found.data?.resources ?? []) : []).map((resource) => ({
                id: resource.uid,
                title: resource.name,
                detail: resource.type,
                icon: Boxes,
                mono: true,
                href: paths.resource(workspace.id, resource.uid),
                onSelect: () => router.push(paths.resource(workspace.id, resource.uid)),
              })),
            },
          ],
          onSearch: setSearch,
          searching: found.isFetching,
        }}
      >
        {children}
      </Shell>
    </SessionProvider>
  );
}
