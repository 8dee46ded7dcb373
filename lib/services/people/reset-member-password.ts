import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { type IssuedLink, userIdSchema } from '@/lib/schemas/person';
import { roleSchema } from '@/lib/schemas/role';
import type { WorkspaceContext } from '../context';
import { directoryWrite } from '../verb';
import { issueReset, mailReset } from './issue-reset';
import { assertNotAbove, lockMembers } from './locks';
import { findMember } from './member';

const input = z.object({ userId: userIdSchema });

const issue = directoryWrite({
  access: 'member:manage',
  input,
  run: async (tx, { userId }, context: WorkspaceContext) => {
    const own = await lockMembers(tx, context);
    const { user, role } = await findMember(tx, context.workspaceId, userId);
    assertNotAbove(own, roleSchema.parse(role), 'reset the password of an');
    const elsewhere = await tx.membership.count({ where: { userId, workspaceId: { not: context.workspaceId } } });
    if (elsewhere > 0 || user.installAdmin) {
      const message =
        'This account reaches beyond this workspace. An install administrator can make the link, under Install, Users.';
      throw new AppError('permission_denied', message);
    }
    return issueReset(tx, user, context);
  },
  audit: (_input, { user }) => ({
    action: 'password.reset_link_made',
    target: { kind: 'user', id: user.id, label: user.email },
  }),
});

/**
 * A reset link for a member whose account is this workspace's alone: whoever holds the link becomes that person,
 * so an admin here must not get one for someone who is more elsewhere.
 */
export async function resetMemberPassword(context: WorkspaceContext, raw: z.input<typeof input>): Promise<IssuedLink> {
  return mailReset(context, await issue(context, raw));
}
