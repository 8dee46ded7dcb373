import type { Transaction } from '@/lib/db/transaction';
import { RULES } from '@/lib/findings/registry';
import { type Evidence, type Finding, RULE_IDS, type RuleId, type Severity } from '@/lib/schemas/finding';

type Row = {
  id: string;
  rule: RuleId;
  severity: Severity;
  state: 'open' | 'resolved';
  evidence: Evidence;
  resource_uid: string;
  type: string;
  account_id: string;
  region: string;
  name: string;
  resource_id: string;
  arn: string | null;
  first_seen_at: Date;
  last_confirmed_at: Date;
  reopened_at: Date | null;
  reopened: number;
  resolved_at: Date | null;
  resolution: Finding['resolution'];
  muted: boolean;
  mute_id: string | null;
  mute_reason: string;
  mute_until: Date | null;
  mute_at: Date;
  mute_by: string;
  mute_finding: string | null;
  mute_account: string | null;
  mute_tag: string | null;
};

/** Findings by id, in the order given; those of a rule that is no more are left out. `now` decides whether a mute has run out. */
export async function findingsById(
  tx: Transaction,
  workspaceId: string,
  ids: readonly string[],
  now: Date,
): Promise<Finding[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<Row[]>`
    SELECT f.id::text, f.rule, f.severity, f.state, f.evidence, f.resource_uid::text, f.type, f.account_id, f.region,
      r.name, r.id AS resource_id, r.arn, f.first_seen_at, f.reopened_at, f.reopened, f.resolved_at, f.resolution,
      CASE WHEN f.state = 'open' THEN greatest(f.confirmed_at, r.observed_at, s.complete_at) ELSE f.confirmed_at END
        AS last_confirmed_at,
      coalesce(f.state = 'open' AND f.muted_until > ${now}::timestamptz, false) AS muted,
      m.id::text AS mute_id, m.reason AS mute_reason, m.until AS mute_until, m.created_at AS mute_at,
      m.created_by AS mute_by, m.finding_id::text AS mute_finding, m.account_id AS mute_account, m.tag AS mute_tag
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS asked (id, place)
    JOIN tenant.finding f ON f.workspace_id = ${workspaceId}::uuid AND f.id = asked.id
    JOIN tenant.resource r ON r.workspace_id = f.workspace_id AND r.uid = f.resource_uid
    LEFT JOIN tenant.inventory_scope s ON s.workspace_id = f.workspace_id AND s.account_id = f.account_id
      AND s.region = f.region AND s.type = f.type
    LEFT JOIN tenant.finding_mute m ON m.workspace_id = f.workspace_id AND m.id = f.mute_id
    WHERE f.rule = ANY(${[...RULE_IDS]}::text[])
    ORDER BY asked.place`;
  return rows.map(toFinding);
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

function toFinding(row: Row): Finding {
  return {
    id: row.id,
    rule: row.rule,
    title: RULES[row.rule].title,
    severity: row.severity,
    state: row.muted ? 'muted' : row.state,
    resource: {
      uid: row.resource_uid,
      name: row.name,
      id: row.resource_id,
      arn: row.arn,
      type: row.type,
      accountId: row.account_id,
      region: row.region,
    },
    evidence: row.evidence,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastConfirmedAt: row.last_confirmed_at.toISOString(),
    reopenedAt: iso(row.reopened_at),
    timesReopened: row.reopened,
    resolvedAt: iso(row.resolved_at),
    resolution: row.resolution,
    mute:
      row.muted && row.mute_id
        ? {
            id: row.mute_id,
            reason: row.mute_reason,
            until: iso(row.mute_until),
            createdAt: row.mute_at.toISOString(),
            createdBy: row.mute_by,
            covers: row.mute_finding ? 'finding' : 'pattern',
            accountId: row.mute_account,
            tag: row.mute_tag,
          }
        : null,
  };
}
