import type { Transaction } from '@/lib/db/transaction';
import { jsonForPostgres } from './json';

/** What a rule holds against a resource, as SQL takes it; `uid` is the resource's, `id` that of a new finding. */
export type FindingRow = {
  id: string;
  rule: string;
  uid: string;
  type: string;
  accountId: string;
  region: string;
  tags: Readonly<Record<string, string>>;
  severity: string;
  evidence: object;
  searchText: string;
};

/**
 * Opens, confirms or reopens findings; one that is as it was is not written. A mute of a whole pattern applies at once.
 * A mute of one finding ends when the finding was fixed, or becomes worse than it was. The resources' rows are locked by
 * the caller's transaction. `now`: epoch ms.
 */
export async function openFindings(
  tx: Transaction,
  workspaceId: string,
  rows: readonly FindingRow[],
  now: number,
): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    WITH seen AS (
      SELECT * FROM jsonb_to_recordset(${jsonForPostgres(rows)}::jsonb) AS x(id uuid, rule text, uid uuid, type text,
        "accountId" text, region text, tags jsonb, severity text, evidence jsonb, "searchText" text)
    )
    INSERT INTO tenant.finding AS f (workspace_id, id, rule, resource_uid, type, account_id, region, severity, evidence,
      search_text, first_seen_at, confirmed_at, mute_id, muted_until)
    SELECT ${workspaceId}::uuid, s.id, s.rule, s.uid, s.type, s."accountId", s.region, s.severity, s.evidence,
      s."searchText", to_timestamp(${now}::double precision / 1000), to_timestamp(${now}::double precision / 1000), m.id, m.until
    FROM seen s LEFT JOIN LATERAL (
      SELECT m.id, m.until FROM tenant.finding_mute m
      WHERE m.workspace_id = ${workspaceId}::uuid AND m.rule = s.rule AND m.finding_id IS NULL AND m.ended_at IS NULL
        AND m.until > to_timestamp(${now}::double precision / 1000) AND (m.account_id IS NULL OR m.account_id = s."accountId")
        AND (m.tag IS NULL OR CASE WHEN strpos(m.tag, '=') = 0 THEN jsonb_exists(s.tags, m.tag)
          ELSE s.tags ->> left(m.tag, strpos(m.tag, '=') - 1) = substr(m.tag, strpos(m.tag, '=') + 1) END)
      ORDER BY m.until DESC LIMIT 1
    ) m ON true
    ON CONFLICT (workspace_id, resource_uid, rule) WHERE resolution IS DISTINCT FROM 'resource_deleted'
    DO UPDATE SET severity = excluded.severity, evidence = excluded.evidence, search_text = excluded.search_text,
      state = 'open', resolved_at = NULL, resolution = NULL, confirmed_at = excluded.confirmed_at,
      reopened = f.reopened + CASE f.state WHEN 'resolved' THEN 1 ELSE 0 END,
      reopened_at = CASE f.state WHEN 'resolved' THEN excluded.confirmed_at ELSE f.reopened_at END,
      mute_id = CASE WHEN excluded.rank >= f.rank AND EXISTS (SELECT 1 FROM tenant.finding_mute k
          WHERE k.workspace_id = f.workspace_id AND k.id = f.mute_id AND k.finding_id IS NOT NULL)
        THEN f.mute_id ELSE excluded.mute_id END,
      muted_until = CASE WHEN excluded.rank >= f.rank AND EXISTS (SELECT 1 FROM tenant.finding_mute k
          WHERE k.workspace_id = f.workspace_id AND k.id = f.mute_id AND k.finding_id IS NOT NULL)
        THEN f.muted_until ELSE excluded.muted_until END
    WHERE (f.state, f.severity, f.evidence, f.search_text)
        IS DISTINCT FROM ('open', excluded.severity, excluded.evidence, excluded.search_text)
      OR (f.mute_id IS DISTINCT FROM excluded.mute_id AND NOT EXISTS (SELECT 1 FROM tenant.finding_mute k
          WHERE k.workspace_id = f.workspace_id AND k.id = f.mute_id AND k.finding_id IS NOT NULL))`;
}

/** Resolves what does not hold any more: pairs of a resource and a rule, of which few are open. */
export async function fixFindings(
  tx: Transaction,
  workspaceId: string,
  pairs: readonly { uid: string; rule: string }[],
  now: number,
): Promise<void> {
  if (pairs.length === 0) return;
  await tx.$executeRaw`
    UPDATE tenant.finding f
    SET state = 'resolved', resolution = 'fixed', resolved_at = to_timestamp(${now}::double precision / 1000),
      mute_id = NULL, muted_until = NULL
    FROM unnest(${pairs.map(({ uid }) => uid)}::uuid[], ${pairs.map(({ rule }) => rule)}::text[]) AS x (uid, rule)
    WHERE f.workspace_id = ${workspaceId}::uuid AND f.resource_uid = x.uid AND f.rule = x.rule AND f.state = 'open'`;
}
