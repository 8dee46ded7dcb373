import type { Transaction } from '@/lib/db/transaction';

/** Ids of users and tokens as people know them: the e-mail address, the token's name; the id itself when it is gone. */
export async function actorNames(tx: Transaction, ids: readonly string[]): Promise<(id: string) => string> {
  const wanted = [...new Set(ids)];
  const uuids = wanted.filter((id) => /^[0-9a-f-]{36}$/i.test(id));
  const users = await tx.user.findMany({ where: { id: { in: wanted } }, select: { id: true, email: true } });
  const tokens = await tx.apiToken.findMany({ where: { id: { in: uuids } }, select: { id: true, name: true } });
  const names = new Map([
    ...users.map(({ id, email }) => [id, email] as const),
    ...tokens.map(({ id, name }) => [id, `token ${name}`] as const),
  ]);
  return (id) => names.get(id) ?? id;
}
