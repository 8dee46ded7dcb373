import type { Transaction } from '@/lib/db/transaction';

/**
 * Mutes what is open, not muted, and covered by a mute of a whole pattern of the rule; of several, the one that lasts
 * longest. Set-based: as many findings as the rule has open.
 */
export async function coverByPatterns(tx: Transaction, workspaceId: string, rule: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant.finding f SET mute_id = x.mute_id, muted_until = x.until
    FROM (
      SELECT DISTINCT ON (o.id) o.id, m.id AS mute_id, m.until
      FROM tenant.finding_mute m
      JOIN tenant.finding o ON o.workspace_id = m.workspace_id AND o.rule = m.rule AND o.state = 'open'
        AND (o.muted_until IS NULL OR o.muted_until <= ${now}::timestamptz)
        AND (m.account_id IS NULL OR m.account_id = o.account_id)
      JOIN tenant.resource r ON r.workspace_id = o.workspace_id AND r.uid = o.resource_uid
        AND (m.tag IS NULL OR CASE WHEN strpos(m.tag, '=') = 0 THEN jsonb_exists(r.tags, m.tag)
          ELSE r.tags ->> left(m.tag, strpos(m.tag, '=') - 1) = substr(m.tag, strpos(m.tag, '=') + 1) END)
      WHERE m.workspace_id = ${workspaceId}::uuid AND m.rule = ${rule} AND m.finding_id IS NULL AND m.ended_at IS NULL
        AND m.until > ${now}::timestamptz
      ORDER BY o.id, m.until DESC
    ) x
    WHERE f.workspace_id = ${workspaceId}::uuid AND f.id = x.id`;
}
