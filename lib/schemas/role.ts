import { z } from 'zod';

/** Weakest first. An actor may only give or take a role that is not above its own. */
export const ROLES = ['viewer', 'editor', 'admin', 'owner'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

export function roleRank(role: Role): number {
  return ROLES.indexOf(role);
}
