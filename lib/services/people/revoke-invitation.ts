import { z } from 'zod';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { directoryWrite } from '../verb';

/** Revokes an invitation; doing so again changes nothing. One that was accepted answers `already_used`. */
export const revokeInvitation = directoryWrite({
  access: 'member:manage',
  input: z.object({ invitationId: idSchema }),
  run: async (tx, { invitationId: id }, { workspaceId, now }: WorkspaceContext) => {
    const where = { id, workspaceId, kind: 'invitation' };
    const revoked = await tx.oneTimeLink.updateMany({
      where: { ...where, usedAt: null, revokedAt: null },
      data: { revokedAt: now() },
    });
    const link = await tx.oneTimeLink.findFirst({ where });
    if (!link) throw notFound('invitation');
    if (link.usedAt) {
      throw new AppError('already_used', 'This invitation was accepted already. Remove the member instead.');
    }
    return { link, changed: revoked.count === 1 };
  },
  audit: (_input, { link, changed }) =>
    changed
      ? { action: 'invitation.revoked', target: { kind: 'invitation', id: link.id, label: link.email ?? '' } }
      : null,
});
