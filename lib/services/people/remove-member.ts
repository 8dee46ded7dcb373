import { z } from 'zod';
import { userIdSchema } from '@/lib/schemas/person';
import { roleSchema } from '@/lib/schemas/role';
import type { WorkspaceContext } from '../context';
import { directoryWrite } from '../verb';
import { assertNotAbove, lockMembers } from './locks';
import { assertOtherOwner, findMember, withdrawGrants } from './member';

/** Removes a member whose role is not above the actor's; their tokens and open invitations here end. The last owner stays. */
export const removeMember = directoryWrite({
  access: 'member:manage',
  input: z.object({ userId: userIdSchema }),
  run: async (tx, { userId }, context: WorkspaceContext) => {
    const { workspaceId } = context;
    const own = await lockMembers(tx, context);
    const member = await findMember(tx, workspaceId, userId);
    const role = roleSchema.parse(member.role);
    assertNotAbove(own, role, 'remove an');
    if (role === 'owner') await assertOtherOwner(tx, workspaceId, userId);
    await tx.membership.delete({ where: { workspaceId_userId: { workspaceId, userId } } });
    const withdrawn = await withdrawGrants(tx, { workspaceId, userId, role: null, now: context.now() });
    return { user: member.user, role, withdrawn };
  },
  audit: (_input, { user, role, withdrawn }) => ({
    action: 'member.removed',
    target: { kind: 'user', id: user.id, label: user.email },
    detail: { role, ...withdrawn },
  }),
});
