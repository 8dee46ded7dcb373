import { Boxes, Building2, CircleUser, Fingerprint, Globe, ScrollText, Users } from 'lucide-react';
import type { NavGroup } from '@/components/layout/nav';
import { paths } from '@/lib/paths';
import type { Me } from '@/lib/schemas/person';

/** Pages outside of a workspace, and the way back into one. */
export function outerNavGroups(me: Me): NavGroup[] {
  return [
    { id: 'you', items: [{ id: 'account', label: 'Your account', href: paths.account(), icon: CircleUser }] },
    ...(me.installAdmin
      ? [
          {
            id: 'install',
            label: 'Install',
            items: [
              { id: 'settings', label: 'Settings', href: paths.install(), icon: Globe },
              { id: 'workspaces', label: 'Workspaces', href: paths.install('workspaces'), icon: Building2 },
              { id: 'users', label: 'Users', href: paths.install('users'), icon: Users },
              {
                id: 'host-identities',
                label: 'Host identities',
                href: paths.install('host-identities'),
                icon: Fingerprint,
              },
              { id: 'audit-log', label: 'Install audit log', href: paths.install('audit-log'), icon: ScrollText },
            ],
          },
        ]
      : []),
    ...(me.workspaces.length > 0
      ? [
          {
            id: 'open',
            label: 'Open a workspace',
            items: me.workspaces.map(({ id, name }) => ({ id, label: name, href: paths.overview(id), icon: Boxes })),
          },
        ]
      : []),
  ];
}
