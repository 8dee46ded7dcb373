import { ROLES, type Role } from './role';

/** What an actor may do in a workspace. Deny by default: a permission no role lists is nobody's. */
export const PERMISSIONS = [
  'workspace:read',
  'workspace:update',
  'member:read',
  'member:manage',
  'token:manage',
  'audit:read',
  'federation:read',
  'federation:rotate',
  'credential:read',
  'credential:write',
  'integration:read',
  'integration:write',
  'integration:verify',
  'integration:override',
  'scan:read',
  'scan:run',
  'inventory:read',
  'view:write',
  'finding:mute',
  'event:read',
  'eventSource:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

const VIEWER = [
  'workspace:read',
  'federation:read',
  'credential:read',
  'integration:read',
  'scan:read',
  'inventory:read',
  'event:read',
] as const satisfies Permission[];

const EDITOR = [
  ...VIEWER,
  'credential:write',
  'integration:write',
  'integration:verify',
  'scan:run',
  'view:write',
  'finding:mute',
  'eventSource:write',
] as const satisfies Permission[];

const ADMIN = [
  ...EDITOR,
  'workspace:update',
  'member:read',
  'member:manage',
  'token:manage',
  'audit:read',
  'federation:rotate',
] as const satisfies Permission[];

const GRANTS = {
  viewer: new Set<Permission>(VIEWER),
  editor: new Set<Permission>(EDITOR),
  admin: new Set<Permission>(ADMIN),
  owner: new Set<Permission>(PERMISSIONS),
} satisfies Record<Role, Set<Permission>>;

export function roleAllows(role: Role, permission: Permission): boolean {
  return GRANTS[role].has(permission);
}

/** Roles that hold `permission`, weakest first, for the sentence that says who could help. */
export function rolesWith(permission: Permission): Role[] {
  return ROLES.filter((role) => roleAllows(role, permission));
}
