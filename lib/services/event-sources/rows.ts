import type { JsonObject } from '@/lib/collectors/types';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import type { StrategyName } from '@/lib/schemas/event-source';

export type SourceError = { code: string; message: string; action: string | null; at: string };

/** A source with what its shards, profiles and counts say. */
export type SourceRow = {
  id: string;
  name: string;
  strategy: StrategyName;
  config: JsonObject;
  enabled: boolean;
  pausedAt: Date | null;
  version: number;
  createdAt: Date;
  createdBy: string;
  updatedAt: Date;
  integrationId: string | null;
  integrationName: string | null;
  integrationAccount: string | null;
  profiles: { id: string; title: string; enabled: boolean }[];
  leased: number;
  lagMs: number | null;
  lastEventAt: Date | null;
  lastReceivedAt: Date | null;
  error: SourceError | null;
  kept: number;
  received: number;
  quarantined: number;
  foreignAccounts: number;
};

/** Minutes over which rates are told. */
const RATE_MINUTES = 5;

/** Sources of the workspace that `where` (SQL over `s`) admits, by name. One statement whatever their number. */
export function sourceRows(
  tx: Transaction,
  workspaceId: string,
  where: Prisma.Sql = Prisma.sql`true`,
  limit = 1_000,
): Promise<SourceRow[]> {
  return tx.$queryRaw<SourceRow[]>`
    SELECT s.id::text, s.name, s.strategy, s.config, s.enabled, s.paused_at AS "pausedAt", s.version,
      s.created_at AS "createdAt", s.created_by AS "createdBy", s.updated_at AS "updatedAt",
      i.id::text AS "integrationId", i.name AS "integrationName", i.account_id AS "integrationAccount",
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', p.id, 'title', p.title, 'enabled', p.enabled) ORDER BY p.title)
        FROM tenant.sensor_profile_source a
        JOIN tenant.sensor_profile p ON p.workspace_id = a.workspace_id AND p.id = a.profile_id
        WHERE a.workspace_id = s.workspace_id AND a.source_id = s.id), '[]'::jsonb) AS profiles,
      h.leased, h.lag_ms::float8 AS "lagMs", h.last_event_at AS "lastEventAt", h.last_received_at AS "lastReceivedAt", h.error,
      c.kept, c.received,
      (SELECT count(*)::int FROM tenant.event_quarantine q WHERE q.workspace_id = s.workspace_id AND q.source_id = s.id) AS quarantined,
      (SELECT count(*)::int FROM tenant.event_foreign_account f WHERE f.workspace_id = s.workspace_id AND f.source_id = s.id) AS "foreignAccounts"
    FROM tenant.event_source s
    LEFT JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE h.lease_until > clock_timestamp())::int AS leased, max(h.lag_ms) FILTER (WHERE NOT h.finished) AS lag_ms,
        max(h.last_event_at) AS last_event_at, max(h.last_received_at) AS last_received_at,
        (array_agg(h.error ORDER BY h.failures DESC) FILTER (WHERE h.error IS NOT NULL AND h.failures > 0))[1] AS error
      FROM tenant.event_shard h WHERE h.workspace_id = s.workspace_id AND h.source_id = s.id
    ) h
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(c.kept), 0)::float8 / ${RATE_MINUTES} AS kept, coalesce(sum(c.received), 0)::float8 / ${RATE_MINUTES} AS received
      FROM tenant.event_count c
      WHERE c.workspace_id = s.workspace_id AND c.source_id = s.id
        AND c.minute > clock_timestamp() - make_interval(mins => ${RATE_MINUTES}::int)
    ) c
    WHERE s.workspace_id = ${workspaceId}::uuid AND ${where}
    ORDER BY s.name LIMIT ${limit}::int`;
}

/** One source, or null. */
export async function sourceRow(tx: Transaction, workspaceId: string, id: string): Promise<SourceRow | null> {
  const [row] = await sourceRows(tx, workspaceId, Prisma.sql`s.id = ${id}::uuid`, 1);
  return row ?? null;
}
