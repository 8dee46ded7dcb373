import { z } from 'zod';
import { hashPassword } from '@/lib/auth/password';
import { AppError } from '@/lib/errors/app-error';
import { parseInput } from '@/lib/schemas/parse';
import { completeSetupSchema } from '@/lib/schemas/person';
import type { ServiceContext } from '../context';
import { directoryWrite } from '../verb';
import { createUser, findUserByEmail } from './account';
import { claimLink } from './link';
import { lockInstallAdmins } from './locks';

const hashed = completeSetupSchema.omit({ password: true }).extend({ passwordHash: z.string() });

const write = directoryWrite({
  access: 'public',
  input: hashed,
  run: async (tx, { token, name, email, passwordHash, workspaceName }, context) => {
    await lockInstallAdmins(tx);
    await claimLink(tx, 'bootstrap', token, context.now());
    if ((await tx.user.count({ where: { installAdmin: true } })) > 0) {
      throw new AppError('already_used', 'This install has its first administrator already. Sign in instead.');
    }
    if (await findUserByEmail(tx, email)) {
      throw new AppError('conflict', `${email} has an account already. Use another address for the administrator.`);
    }
    const user = await createUser(tx, { name, email, passwordHash, installAdmin: true });
    const workspace = await tx.workspace.findFirstOrThrow({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
    await tx.workspace.update({ where: { id: workspace.id }, data: { name: workspaceName } });
    // Workspaces that a bootstrap token made before anyone was there have no owner yet.
    const ownerless = await tx.workspace.findMany({ where: { memberships: { none: { role: 'owner' } } } });
    const owned = new Set([workspace.id, ...ownerless.map(({ id }) => id)]);
    await tx.membership.createMany({
      data: [...owned].map((workspaceId) => ({ workspaceId, userId: user.id, role: 'owner' })),
    });
    return { user, workspaceId: workspace.id };
  },
  audit: ({ workspaceName }, { user, workspaceId }) => ({
    action: 'install.set_up',
    actor: { kind: 'user', id: user.id, label: user.email },
    target: { kind: 'workspace', id: workspaceId, label: workspaceName },
    detail: { installAdmin: true, role: 'owner' },
    workspaceId: null,
  }),
});

/**
 * Makes the first install administrator with the one-time link, who becomes the first workspace's owner and names
 * it. Exactly one call succeeds ever: the rest get `already_used`.
 */
export async function completeSetup(context: ServiceContext, raw: z.input<typeof completeSetupSchema>) {
  const { password, ...input } = parseInput(completeSetupSchema, raw);
  // Hashed before the transaction: scrypt takes tens of milliseconds, and the lock is held by one at a time.
  const { user, workspaceId } = await write(context, { ...input, passwordHash: await hashPassword(password) });
  return { email: user.email, workspaceId };
}
