import type { Transaction } from '@/lib/db/transaction';
import { UNUSED_DAYS } from '@/lib/findings/rules/access-key';
import { KEY_LIMIT_DAYS } from '@/lib/inventory/age-buckets';
import { administrators } from './administrators';

/** A page of resources whose judgement may change though they did not: uids above `after`, in order. */
export type Candidates = (
  tx: Transaction,
  workspaceId: string,
  ask: { after: string; limit: number; now: Date },
) => Promise<{ uid: string }[]>;

/** Active keys that grew past a limit since they were judged. */
const agedKeys: Candidates = (tx, workspaceId, { after, limit, now }) => tx.$queryRaw`
  SELECT k.uid::text FROM tenant.resource k
  LEFT JOIN tenant.finding f ON f.workspace_id = k.workspace_id AND f.resource_uid = k.uid AND f.state = 'open'
  WHERE k.workspace_id = ${workspaceId}::uuid AND k.type = 'AWS::IAM::AccessKey' AND k.state = 'live'
    AND coalesce(k.aws_created_at, k.first_seen_at)
      <= ${now}::timestamptz - make_interval(days => ${Math.min(UNUSED_DAYS, KEY_LIMIT_DAYS)}::int)
    AND k.attributes->>'status' = 'Active' AND k.uid > ${after}::uuid
    AND CASE WHEN f.id IS NULL
      THEN jsonb_typeof(k.volatile->'lastUsed') = 'null' OR coalesce(k.aws_created_at, k.first_seen_at)
        <= ${now}::timestamptz - make_interval(days => ${KEY_LIMIT_DAYS}::int)
      ELSE f.rule = 'access-key-old' AND f.severity = 'medium' AND coalesce(k.aws_created_at, k.first_seen_at)
        <= ${now}::timestamptz - make_interval(days => 365) END
  ORDER BY k.uid LIMIT ${limit}`;

/** Old keys whose user got or lost administrator rights. */
const keysOfAdministrators: Candidates = (tx, workspaceId, { after, limit }) => tx.$queryRaw`
  WITH ${administrators(workspaceId)}
  SELECT k.uid::text FROM tenant.finding f
  CROSS JOIN LATERAL (SELECT r.uid, r.account_id, r.attributes FROM tenant.resource r
    WHERE r.workspace_id = f.workspace_id AND r.uid = f.resource_uid OFFSET 0) k
  LEFT JOIN administrators a ON a.account_id = k.account_id AND a.name = k.attributes->>'userName'
  WHERE f.workspace_id = ${workspaceId}::uuid AND f.state = 'open' AND f.rule IN ('access-key-old', 'access-key-never-used')
    AND f.resource_uid > ${after}::uuid AND (f.severity = 'critical') <> (a.name IS NOT NULL)
  ORDER BY f.resource_uid LIMIT ${limit}`;

/** Every provider: an account has a hundred at most. */
const providers: Candidates = (tx, workspaceId, { after, limit }) => tx.$queryRaw`
  SELECT uid::text FROM tenant.resource
  WHERE workspace_id = ${workspaceId}::uuid AND state = 'live' AND type = 'AWS::IAM::OIDCProvider' AND uid > ${after}::uuid
  ORDER BY uid LIMIT ${limit}`;

/** Open security groups: what they protect comes and goes without them. */
const openGroups: Candidates = (tx, workspaceId, { after, limit }) => tx.$queryRaw`
  SELECT resource_uid::text AS uid FROM tenant.finding
  WHERE workspace_id = ${workspaceId}::uuid AND state = 'open' AND rule = 'security-group-open' AND resource_uid > ${after}::uuid
  ORDER BY resource_uid LIMIT ${limit}`;

/** Roles that let somebody of another account in; whether that account is ours may have changed. */
export const admittingRoles: Candidates = (tx, workspaceId, { after, limit }) => tx.$queryRaw`
  SELECT DISTINCT resource_uid::text AS uid, resource_uid FROM tenant.policy_reading
  WHERE workspace_id = ${workspaceId}::uuid AND kind = 'admits' AND level = 'outsider' AND resource_uid > ${after}::uuid
  ORDER BY resource_uid LIMIT ${limit}`;

export const CANDIDATES: readonly Candidates[] = [agedKeys, keysOfAdministrators, providers, openGroups];
