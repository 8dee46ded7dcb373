import type { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { inviteSchema } from '@/lib/schemas/person';
import type { WorkspaceContext } from '../context';
import { directoryWrite } from '../verb';
import { toInvitation } from './invitation';
import { issueLink } from './link';
import { assertNotAbove, lockMembers } from './locks';

const create = directoryWrite({
  access: 'member:manage',
  input: inviteSchema,
  run: async (tx, { email, role }, context: WorkspaceContext) => {
    const { workspaceId, actor, install } = context;
    const now = context.now();
    assertNotAbove(await lockMembers(tx, context), role, 'invite an');
    const member = await tx.membership.count({ where: { workspaceId, user: { email } } });
    if (member > 0) throw new AppError('conflict', `${email} is a member already. Change the role under Members.`);
    const replaced = await tx.oneTimeLink.updateMany({
      where: { workspaceId, kind: 'invitation', email, usedAt: null, revokedAt: null },
      data: { revokedAt: now },
    });
    const input = { kind: 'invitation' as const, createdBy: actor.id, workspaceId, role, email };
    const { link, url } = await issueLink(tx, input, { publicUrl: install.publicUrl, now });
    const { name } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const invitation = toInvitation(link, now, () => actor.label);
    return { invitation, url, workspaceName: name, replaced: replaced.count };
  },
  audit: (_input, { invitation, replaced }) => ({
    action: 'invitation.created',
    target: { kind: 'invitation', id: invitation.id, label: invitation.email },
    detail: { role: invitation.role, expiresAt: invitation.expiresAt, replaced },
  }),
});

/** Invites an address; an open invitation of the same address stops working. The link is in this answer only. */
export async function createInvitation(context: WorkspaceContext, raw: z.input<typeof inviteSchema>) {
  const { invitation, url, workspaceName } = await create(context, raw);
  const text = `${context.actor.label} invites you to the workspace "${workspaceName}" of Mooring, as ${invitation.role}:\n\n${url}\n\nThe link works once, until ${invitation.expiresAt}.\n`;
  const mail = { to: invitation.email, subject: `Invitation to ${workspaceName} on Mooring`, text };
  const mailed = (await context.install.mailer?.send(mail)) ?? false;
  return { invitation, link: { url, expiresAt: invitation.expiresAt, mailed } };
}
