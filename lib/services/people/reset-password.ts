import { z } from 'zod';
import { clearPasswordAttempts } from '@/lib/auth/account-limit';
import { hashPassword } from '@/lib/auth/password';
import { AppError } from '@/lib/errors/app-error';
import { parseInput } from '@/lib/schemas/parse';
import { usePasswordResetSchema } from '@/lib/schemas/person';
import type { ServiceContext } from '../context';
import { directoryWrite } from '../verb';
import { endSessions, setPassword } from './account';
import { claimLink } from './link';

const write = directoryWrite({
  access: 'public',
  input: z.object({ token: z.string(), passwordHash: z.string() }),
  run: async (tx, { token, passwordHash }, context) => {
    const link = await claimLink(tx, 'password_reset', token, context.now());
    const user = link.userId ? await tx.user.findUnique({ where: { id: link.userId } }) : null;
    if (!user) throw new AppError('not_found', 'The account of this reset link is gone.');
    await setPassword(tx, user.id, passwordHash);
    await endSessions(tx, user.id);
    return user;
  },
  audit: (_input, user) => ({
    action: 'password.reset',
    actor: { kind: 'user', id: user.id, label: user.email },
    target: { kind: 'user', id: user.id, label: user.email },
    detail: { sessionsEnded: true },
    workspaceId: null,
  }),
});

/** Sets a new password with a reset link and ends every session. A second factor stays as it was. */
export async function resetPassword(context: ServiceContext, raw: z.input<typeof usePasswordResetSchema>) {
  const { token, password } = parseInput(usePasswordResetSchema, raw);
  const user = await write(context, { token, passwordHash: await hashPassword(password) });
  await clearPasswordAttempts(context.db.directory, user.email);
  return { email: user.email, workspaceId: null };
}
