import type { Transaction } from '@/lib/db/transaction';
import { plural } from '@/lib/format/number';
import { KEY_LIMIT_DAYS } from '@/lib/inventory/age-buckets';
import type { Attention } from '@/lib/schemas/inventory';

type Row = { kind: 'admin' | 'old' | 'never'; keys: number; oldest: Date; examples: string[] };

/**
 * Active keys of users: those with administrator rights (their own, attached or by a group) past the limit, those over a
 * year old, those never used for longer than the limit. A key counts under the first that fits.
 */
export async function riskyKeys(tx: Transaction, workspaceId: string, now: Date): Promise<Attention[]> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH admin_policy AS (
      SELECT r.arn FROM tenant.finding f JOIN tenant.resource r ON r.workspace_id = f.workspace_id AND r.uid = f.resource_uid
      WHERE f.workspace_id = ${workspaceId}::uuid AND f.kind = 'grants' AND r.type = 'AWS::IAM::ManagedPolicy' AND r.state = 'live'
    ), holder AS (
      SELECT e.from_uid AS uid FROM tenant.relationship e
      WHERE e.workspace_id = ${workspaceId}::uuid AND e.kind = 'attached'
        AND (e.to_key IN (SELECT arn FROM admin_policy) OR e.to_key LIKE 'arn:aws%:iam::aws:policy/AdministratorAccess'
          OR e.to_key LIKE 'arn:aws%:iam::aws:policy/IAMFullAccess')
      UNION
      SELECT f.resource_uid FROM tenant.finding f WHERE f.workspace_id = ${workspaceId}::uuid AND f.kind = 'grants'
    ), admin AS (
      SELECT u.account_id, u.name FROM tenant.resource u
      WHERE u.workspace_id = ${workspaceId}::uuid AND u.type = 'AWS::IAM::User' AND u.state = 'live'
        AND u.uid IN (SELECT uid FROM holder)
      UNION
      SELECT u.account_id, u.name FROM holder h
      JOIN tenant.resource g ON g.workspace_id = ${workspaceId}::uuid AND g.uid = h.uid AND g.type = 'AWS::IAM::Group' AND g.state = 'live'
      JOIN tenant.relationship e ON e.workspace_id = g.workspace_id AND e.to_key = g.name AND e.kind = 'memberOf'
      JOIN tenant.resource u ON u.workspace_id = e.workspace_id AND u.uid = e.from_uid AND u.account_id = g.account_id AND u.state = 'live'
    ), active AS (
      SELECT k.id, k.account_id, k.attributes->>'userName' AS user_name, coalesce(k.aws_created_at, k.first_seen_at) AS since,
        coalesce(jsonb_typeof(k.volatile->'lastUsed') = 'null', false) AS never
      FROM tenant.resource k
      WHERE k.workspace_id = ${workspaceId}::uuid AND k.type = 'AWS::IAM::AccessKey' AND k.state = 'live'
        AND k.attributes->>'status' = 'Active'
        AND coalesce(k.aws_created_at, k.first_seen_at) <= ${now}::timestamptz - make_interval(days => ${KEY_LIMIT_DAYS}::int)
    ), judged AS (
      SELECT a.*, CASE WHEN (a.account_id, a.user_name) IN (SELECT account_id, name FROM admin) THEN 'admin'
          WHEN a.since <= ${now}::timestamptz - interval '365 days' THEN 'old' WHEN a.never THEN 'never' END AS kind
      FROM active a
    )
    SELECT kind, count(*)::int AS keys, min(since) AS oldest,
      (array_agg(DISTINCT user_name))[1:3] AS examples
    FROM judged WHERE kind IS NOT NULL GROUP BY kind ORDER BY array_position(ARRAY['admin', 'old', 'never'], kind)`;
  return rows.map((row) => item(row, now));
}

function item({ kind, keys, oldest, examples }: Row, now: Date): Attention {
  const days = Math.floor((now.getTime() - oldest.getTime()) / 86_400_000);
  const many = plural(keys, 'access key', 'access keys');
  const title = {
    admin: `${many} with administrator rights, older than ${KEY_LIMIT_DAYS} days`,
    old: `${many} older than a year`,
    never: `${many} never used in ${KEY_LIMIT_DAYS} days or more`,
  }[kind];
  const advice = {
    admin: 'Whoever holds such a key controls the account.',
    old: 'A key this old has been in many hands and files.',
    never: 'Nothing stops working when these are deleted.',
  }[kind];
  return {
    key: `keys_${kind}`,
    severity: kind === 'admin' ? 'danger' : 'warn',
    title,
    text: `${advice} Of ${examples.join(', ')}${keys > examples.length ? ' and others' : ''}; the oldest is ${days} days old.`,
    since: oldest.toISOString(),
    link: { kind: 'access_keys', id: { admin: 'over_90', old: 'over_365', never: 'never' }[kind] },
    action: 'See the keys',
  };
}
