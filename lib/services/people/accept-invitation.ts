import { z } from 'zod';
import { clearPasswordAttempts, takePasswordAttempt } from '@/lib/auth/account-limit';
import { hashPassword, verifyPassword } from '@/lib/auth/password';
import { inDirectory } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { parseInput } from '@/lib/schemas/parse';
import { acceptInvitationSchema } from '@/lib/schemas/person';
import type { ServiceContext } from '../context';
import { directoryWrite } from '../verb';
import { createUser, findUserByEmail, passwordHashOf } from './account';
import { claimLink, readLink } from './link';

type Input = z.output<typeof acceptInvitationSchema>;
const proofSchema = z.union([
  z.object({ userId: z.string() }),
  z.object({ name: z.string(), passwordHash: z.string() }),
]);

const write = directoryWrite({
  access: 'public',
  input: z.object({ token: z.string(), proof: proofSchema }),
  run: async (tx, { token, proof }, context) => {
    const link = await claimLink(tx, 'invitation', token, context.now());
    if (!link.email || !link.workspaceId || !link.role)
      throw new AppError('internal', 'An invitation without a place.');
    const { workspaceId, role } = link;
    const user =
      'userId' in proof
        ? await tx.user.findUniqueOrThrow({ where: { id: proof.userId } })
        : await createUser(tx, { ...proof, email: link.email });
    const key = { workspaceId, userId: user.id };
    if (await tx.membership.findUnique({ where: { workspaceId_userId: key } })) {
      throw new AppError('conflict', 'You are a member of this workspace already. Sign in to go there.');
    }
    await tx.membership.create({ data: { ...key, role } });
    return { user, workspaceId, role, invitationId: link.id };
  },
  audit: (_input, { user, workspaceId, role, invitationId }) => ({
    action: 'member.joined',
    actor: { kind: 'user', id: user.id, label: user.email },
    target: { kind: 'user', id: user.id, label: user.email },
    detail: { role, invitationId },
    workspaceId,
  }),
});

/**
 * Accepts an invitation. A new person gives name and password. Someone with an account proves it: signed in as that
 * address, or by the account's password when it has no second factor. Throws `unauthenticated` without that proof,
 * and what `claimLink` throws.
 */
export async function acceptInvitation(context: ServiceContext, raw: z.input<typeof acceptInvitationSchema>) {
  const input = parseInput(acceptInvitationSchema, raw);
  const { email, user, stored } = await inDirectory(context.db, async (tx) => {
    const link = await readLink(tx, input.token, context.now());
    if (link.kind !== 'invitation' || !link.email) throw new AppError('not_found', 'This link is not an invitation.');
    const found = await findUserByEmail(tx, link.email);
    return { email: link.email, user: found, stored: found ? await passwordHashOf(tx, found.id) : null };
  });
  const proof = user ? await proveAccount(context, user, stored, input) : await newPerson(input);
  const joined = await write(context, { token: input.token, proof });
  return { email, workspaceId: joined.workspaceId };
}

async function newPerson({ name, password }: Input): Promise<{ name: string; passwordHash: string }> {
  const details = [
    ...(name === undefined ? [{ path: 'name', message: 'A name is needed.' }] : []),
    ...(password === undefined ? [{ path: 'password', message: 'A password is needed.' }] : []),
  ];
  if (name === undefined || password === undefined) {
    throw new AppError('invalid_request', 'Give your name and a password to make your account.', { details });
  }
  return { name, passwordHash: await hashPassword(password) };
}

async function proveAccount(
  context: ServiceContext,
  user: { id: string; email: string; twoFactorEnabled: boolean },
  stored: string | null,
  { password }: Input,
): Promise<{ userId: string }> {
  if (context.actor.kind === 'user' && context.actor.id === user.id) return { userId: user.id };
  if (user.twoFactorEnabled || password === undefined || stored === null) {
    throw new AppError(
      'unauthenticated',
      `${user.email} has an account. Sign in as it, then open the invitation again.`,
    );
  }
  await takePasswordAttempt(context.db.directory, user.email, context.now());
  if (!(await verifyPassword(stored, password))) {
    throw new AppError('unauthenticated', `This is not the password of ${user.email}.`);
  }
  await clearPasswordAttempts(context.db.directory, user.email);
  return { userId: user.id };
}
