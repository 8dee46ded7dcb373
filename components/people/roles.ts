import type { SelectOption } from '@/components/ui/select';
import { ROLES, type Role, roleRank } from '@/lib/schemas/role';

/** What each role is for, in a few words. */
export const ROLE_WORDS = {
  viewer: 'looks at everything',
  editor: 'connects, verifies and scans',
  admin: 'manages people, tokens and keys',
  owner: 'may do everything here',
} as const satisfies Record<Role, string>;

/** Roles that someone of `own` may give: none above it. */
export function rolesUpTo(own: Role, { hints = false }: { hints?: boolean } = {}): SelectOption<Role>[] {
  return ROLES.filter((role) => roleRank(role) <= roleRank(own)).map((role) => ({
    value: role,
    label: role,
    ...(hints ? { hint: ROLE_WORDS[role] } : {}),
  }));
}
