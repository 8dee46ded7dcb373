import { AppError } from '@/lib/errors/app-error';
import { updateUserSchema } from '@/lib/schemas/install';
import { userIdSchema } from '@/lib/schemas/person';
import { lockInstallAdmins } from '../people/locks';
import { directoryWrite } from '../verb';
import { toUser, withCount } from './user';

/** Makes or unmakes an install administrator. The last one stays, also when two unmake each other at once. */
export const updateUser = directoryWrite({
  access: 'install',
  input: updateUserSchema.extend({ userId: userIdSchema }),
  run: async (tx, { userId: id, installAdmin }, context) => {
    await lockInstallAdmins(tx, context);
    const before = await tx.user.findUnique({ where: { id } });
    if (!before) throw new AppError('not_found', 'There is no such account in this install.');
    if (before.installAdmin && !installAdmin) {
      const others = await tx.user.count({ where: { installAdmin: true, id: { not: id } } });
      if (others === 0) {
        throw new AppError('conflict', 'This is the last install administrator. Make someone else one first.');
      }
    }
    const user = await tx.user.update({ where: { id }, data: { installAdmin }, include: withCount });
    return { user: toUser(user), changed: before.installAdmin !== installAdmin };
  },
  audit: (_input, { user, changed }) =>
    changed
      ? {
          action: user.installAdmin ? 'user.made_install_admin' : 'user.unmade_install_admin',
          target: { kind: 'user', id: user.id, label: user.email },
          workspaceId: null,
        }
      : null,
});
