'use client';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { currentItem } from '@/components/layout/nav';
import { Shell } from '@/components/layout/shell';
import type { Me } from '@/lib/schemas/person';
import { MeProvider, useMe } from './me';
import { outerNavGroups } from './outer-nav';
import { useShellMenus } from './shell-menus';

/** The frame of what belongs to no workspace: the account and the install. */
export function OuterShell({ me, children }: { me: Me; children: ReactNode }) {
  return (
    <MeProvider value={me}>
      <Frame>{children}</Frame>
    </MeProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const me = useMe();
  const router = useRouter();
  const pathname = usePathname();
  const menus = useShellMenus(me, null);
  const groups = outerNavGroups(me);
  return (
    <Shell
      groups={groups}
      current={currentItem(groups, pathname)}
      workspace={null}
      workspaceMenu={menus.workspaces}
      sandbox={me.install.sandbox}
      user={{ name: me.actor.name }}
      userMenu={menus.user}
      palette={{
        groups: groups.map((group) => ({
          id: group.id,
          label: group.label ?? 'Go to',
          items: group.items.map(({ id, label, icon, href }) => ({
            id: `${group.id}-${id}`,
            title: label,
            icon,
            href,
            onSelect: () => router.push(href),
          })),
        })),
      }}
    >
      {children}
    </Shell>
  );
}
