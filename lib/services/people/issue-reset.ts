import type { User } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import type { IssuedLink } from '@/lib/schemas/person';
import type { ServiceContext } from '../context';
import { issueLink } from './link';

/** Makes a reset link for `user`; one made before stops working. */
export async function issueReset(tx: Transaction, user: User, context: ServiceContext) {
  const now = context.now();
  await tx.oneTimeLink.updateMany({
    where: { kind: 'password_reset', userId: user.id, usedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  const input = { kind: 'password_reset' as const, createdBy: context.actor.id, userId: user.id, email: user.email };
  const { link, url } = await issueLink(tx, input, { publicUrl: context.install.publicUrl, now });
  return { user, url, expiresAt: link.expiresAt.toISOString() };
}

type Issued = { user: User; url: string; expiresAt: string };

/** Mails the link too, after the transaction: SMTP may fail, the link is valid and shown all the same. */
export async function mailReset(context: ServiceContext, { user, url, expiresAt }: Issued): Promise<IssuedLink> {
  const text = `${context.actor.label} made a link to set a new password for your Mooring account:\n\n${url}\n\nIt works once, until ${expiresAt}.\n`;
  const mail = { to: user.email, subject: 'Set a new password for Mooring', text };
  const mailed = (await context.install.mailer?.send(mail)) ?? false;
  return { url, expiresAt, mailed };
}
