import { v7 as uuidv7 } from 'uuid';
import type { User } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';

/** better-auth's name for the password way in. */
export const PASSWORD_PROVIDER = 'credential';

type NewUser = { name: string; email: string; passwordHash: string; installAdmin?: boolean };

/** Makes a user who signs in by password, in better-auth's shape. A taken address throws Prisma's P2002. */
export async function createUser(tx: Transaction, { passwordHash, ...user }: NewUser): Promise<User> {
  const id = uuidv7();
  const created = await tx.user.create({ data: { id, emailVerified: true, ...user } });
  await setPassword(tx, id, passwordHash);
  return created;
}

/** Sets the password, also for someone who only had single sign-on so far. */
export async function setPassword(tx: Transaction, userId: string, passwordHash: string): Promise<void> {
  const key = { providerId: PASSWORD_PROVIDER, accountId: userId };
  await tx.authAccount.upsert({
    where: { providerId_accountId: key },
    create: { id: uuidv7(), userId, password: passwordHash, ...key },
    update: { password: passwordHash },
  });
}

/** The stored hash, or null for someone without a password. */
export async function passwordHashOf(tx: Transaction, userId: string): Promise<string | null> {
  const account = await tx.authAccount.findUnique({
    where: { providerId_accountId: { providerId: PASSWORD_PROVIDER, accountId: userId } },
  });
  return account?.password ?? null;
}

/** Ends every session and every half-finished sign-in of the user, at once. */
export async function endSessions(tx: Transaction, userId: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
  await tx.verification.deleteMany({ where: { value: userId } });
}

export function findUserByEmail(tx: Transaction, email: string): Promise<User | null> {
  return tx.user.findFirst({ where: { email: { equals: email.toLowerCase() } } });
}
