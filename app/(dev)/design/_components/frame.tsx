'use client';
import {
  Activity,
  Boxes,
  Braces,
  IdCard,
  KeyRound,
  LayoutDashboard,
  LogOut,
  Play,
  Plug,
  Plus,
  RadioTower,
  ScrollText,
  Shield,
  ShieldCheck,
  UserRound,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { PaletteGroup } from '@/components/layout/command-palette';
import { Crumbs } from '@/components/layout/crumbs';
import type { NavGroup } from '@/components/layout/nav';
import { PageHeader } from '@/components/layout/page-header';
import { Shell } from '@/components/layout/shell';

const HERE = '/design';

const NAV: NavGroup[] = [
  {
    id: 'main',
    items: [
      { id: 'overview', label: 'Overview', href: HERE, icon: LayoutDashboard, count: 2, bad: true },
      { id: 'inventory', label: 'Inventory', href: HERE, icon: Boxes },
      { id: 'integrations', label: 'Integrations', href: HERE, icon: Plug, count: 9 },
      { id: 'credentials', label: 'Credentials', href: HERE, icon: IdCard },
      { id: 'keys', label: 'Access keys', href: HERE, icon: KeyRound, count: 37 },
    ],
  },
  {
    id: 'events',
    label: 'Events',
    items: [
      { id: 'live', label: 'Live', href: HERE, icon: Activity },
      { id: 'sources', label: 'Sources', href: HERE, icon: RadioTower, count: 4 },
    ],
  },
  {
    id: 'system',
    label: 'System',
    items: [
      { id: 'security', label: 'Security', href: HERE, icon: ShieldCheck },
      { id: 'members', label: 'Members', href: HERE, icon: Users },
      { id: 'tokens', label: 'API tokens', href: HERE, icon: Braces },
      { id: 'audit', label: 'Audit log', href: HERE, icon: ScrollText },
    ],
  },
];

const nothing = () => undefined;

const PALETTE: PaletteGroup[] = [
  {
    id: 'keys',
    label: 'Keys that match',
    items: [
      {
        id: 'k1',
        icon: KeyRound,
        title: 'AKIA3FLDEXAMPLEN4XB1',
        detail: 'legacy-etl, data-lake',
        meta: '214 d',
        mono: true,
        onSelect: nothing,
      },
      {
        id: 'k2',
        icon: KeyRound,
        title: 'AKIA3FLDEXAMPLEV0WK4',
        detail: 'legacy-etl, data-lake',
        meta: 'inactive',
        mono: true,
        onSelect: nothing,
      },
    ],
  },
  {
    id: 'resources',
    label: 'Resources',
    items: [
      {
        id: 'r1',
        icon: UserRound,
        title: 'legacy-etl',
        detail: 'AWS::IAM::User, data-lake',
        href: HERE,
        onSelect: nothing,
      },
      {
        id: 'r2',
        icon: Shield,
        title: 'legacy-etl-runner',
        detail: 'AWS::IAM::Role, data-lake',
        href: HERE,
        onSelect: nothing,
      },
    ],
  },
  {
    id: 'actions',
    label: 'Actions',
    items: [
      {
        id: 'a1',
        icon: Play,
        title: 'Run a scan of data-lake',
        detail: 'Integration',
        action: true,
        onSelect: nothing,
      },
    ],
  },
];

export function Frame({ children }: { children: ReactNode }) {
  return (
    <Shell
      groups={NAV}
      current="overview"
      sandbox
      workspace={{ name: 'Northquay' }}
      workspaceMenu={[
        {
          id: 'all',
          label: 'Workspaces',
          items: [
            { id: 'n', label: 'Northquay', checked: true },
            { id: 'l', label: 'Lab', checked: false },
          ],
        },
        { id: 'new', items: [{ id: 'new', label: 'New workspace', icon: Plus }] },
      ]}
      user={{ name: 'Ines Moreau', role: 'owner' }}
      userMenu={[{ id: 'out', items: [{ id: 'out', label: 'Sign out', icon: LogOut }] }]}
      helpHref={HERE}
      palette={{ groups: PALETTE }}
    >
      <Crumbs crumbs={[{ label: 'Design', href: HERE }, { label: 'Components and states' }]} />
      <PageHeader
        title="Components and states"
        subtitle="Everything the screens are made of, in each state it can be in."
      />
      <div className="grid items-start gap-6 xl:grid-cols-2">{children}</div>
    </Shell>
  );
}
