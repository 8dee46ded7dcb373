import { v7 as uuidv7 } from 'uuid';
import { ANONYMOUS } from '@/lib/auth/actor';
import type { AuthPeople } from '@/lib/auth/people';
import type { Databases } from '@/lib/db/client';
import { inDirectory } from '@/lib/db/transaction';
import { writeAudit } from '../audit/write';
import { findUserByEmail } from './account';

/** What sign-in asks of us: who may join by single sign-on, and a line in the install's audit log. */
export function authPeople(db: Databases, now: () => Date): AuthPeople {
  const openFor = (email: string) => ({
    kind: 'invitation',
    email: email.toLowerCase(),
    usedAt: null,
    revokedAt: null,
    expiresAt: { gt: now() },
  });
  const source = (ipAddress: string | null) => ({ actor: ANONYMOUS, requestId: uuidv7(), ipAddress });

  return {
    async mayJoin(email) {
      return (await db.directory.oneTimeLink.count({ where: openFor(email) })) > 0;
    },

    async joined(user) {
      await inDirectory(db, async (tx) => {
        const links = await tx.oneTimeLink.updateManyAndReturn({
          where: openFor(user.email),
          data: { usedAt: now() },
        });
        for (const { id, workspaceId, role } of links) {
          if (!workspaceId || !role) continue;
          await tx.membership.create({ data: { workspaceId, userId: user.id, role } });
          await writeAudit(tx, source(null), workspaceId, {
            action: 'member.joined',
            actor: { kind: 'user', id: user.id, label: user.email },
            target: { kind: 'user', id: user.id, label: user.email },
            detail: { role, invitationId: id, method: 'single_sign_on' },
          });
        }
      });
    },

    async record({ action, email, method, ipAddress }) {
      await inDirectory(db, async (tx) => {
        const user = await findUserByEmail(tx, email);
        // What was typed for an unknown account may be a password in the wrong field: it is not kept.
        if (!user) return;
        const person = { kind: 'user' as const, id: user.id, label: user.email };
        await writeAudit(tx, source(ipAddress), null, {
          action,
          actor: action === 'session.refused' ? ANONYMOUS : person,
          target: person,
          detail: method ? { method } : {},
        });
      });
    },
  };
}
