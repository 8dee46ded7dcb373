import type { Transaction } from '@/lib/db/transaction';
import { plural } from '@/lib/format/number';
import type { Attention } from '@/lib/schemas/inventory';

type Root = { uid: string; account_id: string; changed_at: Date; keys: boolean; mfa: boolean };
type Users = { users: number; examples: string[]; first: string | null };

/** Root users with access keys or without a second factor, by the account summary. */
export async function rootUsers(tx: Transaction, workspaceId: string): Promise<Attention[]> {
  const rows = await tx.$queryRaw<Root[]>`
    SELECT r.uid::text, r.account_id, r.changed_at,
      (r.attributes->>'accountAccessKeysPresent')::numeric > 0 AS keys,
      coalesce((r.attributes->>'accountMFAEnabled')::numeric, 1) > 0 AS mfa
    FROM tenant.resource r
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.type = 'AWS::IAM::AccountSummary' AND r.state = 'live'
      AND ((r.attributes->>'accountAccessKeysPresent')::numeric > 0 OR (r.attributes->>'accountMFAEnabled')::numeric = 0)
    ORDER BY r.account_id LIMIT 20`;
  return rows.map((row) => ({
    key: `root:${row.account_id}`,
    severity: 'danger',
    title: row.keys
      ? `The root user of ${row.account_id} has an access key`
      : `The root user of ${row.account_id} has no second factor`,
    text: `${row.keys ? 'No policy can limit the root user; delete the key.' : 'A password alone opens everything in the account.'}${row.keys && !row.mfa ? ' It has no second factor either.' : ''}`,
    since: row.changed_at.toISOString(),
    link: { kind: 'resource', id: row.uid },
    action: 'See the account summary',
  }));
}

/** Users who sign in with a password alone. Only what the credential report said counts; unread is not "no". */
export async function usersWithoutMfa(tx: Transaction, workspaceId: string): Promise<Attention[]> {
  const [row] = await tx.$queryRaw<Users[]>`
    SELECT count(*)::int AS users, (array_agg(r.name ORDER BY r.name))[1:3] AS examples,
      (array_agg(r.uid::text ORDER BY r.name))[1] AS first
    FROM tenant.resource r
    WHERE r.workspace_id = ${workspaceId}::uuid AND r.type = 'AWS::IAM::User' AND r.state = 'live'
      AND r.volatile->'passwordEnabled' = 'true' AND r.volatile->'mfaActive' = 'false'`;
  if (!row || row.users === 0) return [];
  const others = row.users > row.examples.length ? ' and others' : '';
  return [
    {
      key: 'users_without_mfa',
      severity: 'warn',
      title: `${plural(row.users, 'user signs', 'users sign')} in with a password alone`,
      text: `${row.examples.join(', ')}${others} may sign in to the console and have no second factor.`,
      since: null,
      link: row.users === 1 ? { kind: 'resource', id: row.first } : { kind: 'inventory', id: 'AWS::IAM::User' },
      action: row.users === 1 ? 'See the user' : 'See the users',
    },
  ];
}
