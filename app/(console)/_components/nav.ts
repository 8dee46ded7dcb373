import {
  Boxes,
  Braces,
  Fingerprint,
  GitCompareArrows,
  IdCard,
  KeyRound,
  LayoutDashboard,
  ListChecks,
  Plug,
  ScrollText,
  ShieldCheck,
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
