import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { type IssuedLink, userIdSchema } from '@/lib/schemas/person';
import type { ServiceContext } from '../context';
import { issueReset, mailReset } from '../people/issue-reset';
import { lockInstallAdmins } from '../people/locks';
import { directoryWrite } from '../verb';

const input = z.object({ userId: userIdSchema });

const issue = directoryWrite({
  access: 'install',
  input,
  run: async (tx, { userId }, context) => {
    await lockInstallAdmins(tx, context);
    const user = await tx.user.findUnique({ where: { id: userId } });
    if (!user) throw new AppError('not_found', 'There is no such account in this install.');
    return issueReset(tx, user, context);
  },
  audit: (_input, { user }) => ({
    action: 'password.reset_link_made',
    target: { kind: 'user', id: user.id, label: user.email },
    workspaceId: null,
  }),
});

/** A reset link for anyone of the install. */
export async function resetUserPassword(context: ServiceContext, raw: z.input<typeof input>): Promise<IssuedLink> {
  return mailReset(context, await issue(context, raw));
}
