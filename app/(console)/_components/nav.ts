import {
  Activity,
  Boxes,
  Braces,
  Cpu,
  Fingerprint,
  GitCompareArrows,
  IdCard,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  Plug,
  RadioTower,
  ScrollText,
  ShieldCheck,
  SlidersHorizontal,
  Users,
} from 'lucide-react';
import type { NavGroup } from '@/components/layout/nav';
import { paths } from '@/lib/paths';
import { type Permission, roleAllows } from '@/lib/schemas/permission';
import type { Role } from '@/lib/schemas/role';

export type NavCounts = {
  attention?: number;
  findings?: number;
  resources?: number;
  integrations?: number;
  accessKeys?: number;
};

/** The pages of a workspace, in DESIGN's order; a role sees those it may open. */
export function navGroups(workspace: string, role: Role, counts: NavCounts): NavGroup[] {
  const may = (permission: Permission) => roleAllows(role, permission);
  return [
    {
      id: 'inventory',
      items: [
        {
          id: 'overview',
          label: 'Overview',
          href: paths.overview(workspace),
          icon: LayoutDashboard,
          count: counts.attention || undefined,
          bad: true,
        },
        { id: 'inventory', label: 'Inventory', href: paths.inventory(workspace), icon: Boxes, count: counts.resources },
        { id: 'changes', label: 'Changes', href: paths.changes(workspace), icon: GitCompareArrows },
        {
          id: 'findings',
          label: 'Findings',
          href: paths.findings(workspace),
          icon: ListChecks,
          count: counts.findings || undefined,
        },
        { id: 'identities', label: 'Identities', href: paths.identities(workspace), icon: Fingerprint },
        {
          id: 'integrations',
          label: 'Integrations',
          href: paths.integrations(workspace),
          icon: Plug,
          count: counts.integrations,
        },
        { id: 'credentials', label: 'Credentials', href: paths.credentials(workspace), icon: IdCard },
        {
          id: 'access-keys',
          label: 'Access keys',
          href: paths.accessKeys(workspace),
          icon: KeyRound,
          count: counts.accessKeys,
        },
      ],
    },
    {
      id: 'events',
      label: 'Events',
      items: [
        { id: 'live', label: 'Live', href: paths.events(workspace), icon: Activity },
        { id: 'event-sources', label: 'Sources', href: paths.eventSources(workspace), icon: RadioTower },
      ],
    },
    {
      id: 'sensors',
      label: 'Sensors',
      items: [
        { id: 'sensor-profiles', label: 'Profiles', href: paths.sensorProfiles(workspace), icon: SlidersHorizontal },
        { id: 'running-sensors', label: 'Sensors', href: paths.sensors(workspace), icon: Cpu },
      ],
    },
    {
      id: 'system',
      label: 'System',
      items: [
        { id: 'security', label: 'Security', href: paths.security(workspace), icon: ShieldCheck },
        ...(may('member:read')
          ? [{ id: 'members', label: 'Members', href: paths.members(workspace), icon: Users }]
          : []),
        ...(may('token:manage')
          ? [{ id: 'api-tokens', label: 'API tokens', href: paths.apiTokens(workspace), icon: Braces }]
          : []),
        ...(may('audit:read')
          ? [{ id: 'audit-log', label: 'Audit log', href: paths.auditLog(workspace), icon: ScrollText }]
          : []),
      ],
    },
  ];
}
