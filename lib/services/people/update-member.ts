import { updateMemberSchema, userIdSchema } from '@/lib/schemas/person';
import { roleRank, roleSchema } from '@/lib/schemas/role';
import type { WorkspaceContext } from '../context';
import { directoryWrite } from '../verb';
import { assertNotAbove, lockMembers } from './locks';
import { assertOtherOwner, findMember, toMember, withdrawGrants } from './member';

/** Changes a member's role. Neither the old nor the new role may be above the actor's; the last owner stays. */
export const updateMember = directoryWrite({
  access: 'member:manage',
  input: updateMemberSchema.extend({ userId: userIdSchema }),
  run: async (tx, { userId, role }, context: WorkspaceContext) => {
    const { workspaceId } = context;
    const own = await lockMembers(tx, context);
    const member = await findMember(tx, workspaceId, userId);
    const before = roleSchema.parse(member.role);
    assertNotAbove(own, before, 'change the role of an');
    assertNotAbove(own, role, 'make someone');
    if (before === 'owner' && role !== 'owner') await assertOtherOwner(tx, workspaceId, userId);
    await tx.membership.update({ where: { workspaceId_userId: { workspaceId, userId } }, data: { role } });
    const lowered = roleRank(role) < roleRank(before);
    const withdrawn = lowered ? await withdrawGrants(tx, { workspaceId, userId, role, now: context.now() }) : {};
    return { member: toMember({ ...member, role }), before, withdrawn };
  },
  audit: (_input, { member, before, withdrawn }) =>
    member.role === before
      ? null
      : {
          action: 'member.role_changed',
          target: { kind: 'user', id: member.userId, label: member.email },
          detail: { before, after: member.role, ...withdrawn },
        },
});
