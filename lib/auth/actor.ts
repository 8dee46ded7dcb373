import type { Role } from '@/lib/schemas/role';

/**
 * Who asks. `role` is the actor's role in the workspace of the request, or null where the request names none.
 * A system actor is Mooring itself (scheduler, worker); it is never made from a request.
 */
export type Actor =
  | { kind: 'user'; id: string; label: string; installAdmin: boolean; role: Role | null }
  | { kind: 'token'; id: string; label: string; installAdmin: boolean; role: Role | null; workspaceId: string }
  | { kind: 'system'; id: string; label: string; installAdmin: true; role: 'owner' }
  | { kind: 'anonymous'; id: 'anonymous'; label: 'anonymous'; installAdmin: false; role: null };

export const ANONYMOUS: Actor = {
  kind: 'anonymous',
  id: 'anonymous',
  label: 'anonymous',
  installAdmin: false,
  role: null,
};

export function systemActor(label: string): Actor {
  return { kind: 'system', id: label, label, installAdmin: true, role: 'owner' };
}
