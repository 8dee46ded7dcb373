import type { JsonObject } from '@/lib/collectors/types';
import { inWorkspace } from '@/lib/db/transaction';
import type { KnownShard, ShardPlan } from '@/lib/events/strategies/types';
import { type ShardFence, type ShardHeartbeat, UPKEEP } from '@/lib/sensor/event-port';
import type { ScopeError } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { coveredAccounts } from './covered-accounts';
import { SHARD_LEASE_MS, shardFenced } from './shard-fence';
import { fairShare } from './take-shards';

type Deps = Pick<ServiceContext, 'db'>;

/** First wait of a shard that failed; it doubles with each failure in a row, up to two minutes. */
const FAILED_WAIT_S = 2;
const FAILED_MOST_S = 120;

/**
 * Renews the leases of one sensor, workspace by workspace, and says which of them it should let go. It does not wait for a
 * write of a shard, which would keep all others waiting: such a write renews by itself.
 */
export async function shardHeartbeat(
  deps: Deps,
  sensorId: string,
  fences: readonly ShardFence[],
): Promise<ShardHeartbeat> {
  const answer: ShardHeartbeat = {
    databaseTime: 0,
    leaseExpiresAt: 0,
    answers: [],
    accounts: {},
    surplus: Math.max(0, fences.length - (await fairShare(deps))),
  };
  for (const [workspaceId, own] of Map.groupBy(fences, (fence) => fence.workspaceId)) {
    await inWorkspace(deps.db, workspaceId, async (tx) => {
      const held = await tx.$queryRaw<{ position: number; wanted: boolean; now: number }[]>`
        WITH asked AS MATERIALIZED (
          SELECT * FROM unnest(${own.map(({ sourceId }) => sourceId)}::uuid[], ${own.map(({ shard }) => shard)}::text[],
            ${own.map(({ attempt }) => attempt)}::int[]) WITH ORDINALITY AS f(source_id, shard, attempt, n)
        ), free AS MATERIALIZED (
          SELECT h.source_id, h.shard FROM tenant.event_shard h JOIN asked f USING (source_id, shard, attempt)
          WHERE h.workspace_id = ${workspaceId}::uuid AND h.sensor_id = ${sensorId}::uuid
          FOR NO KEY UPDATE OF h SKIP LOCKED
        ), renewed AS (
          UPDATE tenant.event_shard h
          SET lease_until = clock_timestamp() + make_interval(secs => ${SHARD_LEASE_MS / 1000}::float8)
          FROM free WHERE h.workspace_id = ${workspaceId}::uuid AND h.source_id = free.source_id AND h.shard = free.shard
        )
        SELECT f.n::int - 1 AS position, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
          EXISTS (SELECT FROM tenant.event_source s
            JOIN tenant.sensor_profile_source a ON a.workspace_id = s.workspace_id AND a.source_id = s.id
            JOIN tenant.sensor_profile p ON p.workspace_id = a.workspace_id AND p.id = a.profile_id
            WHERE s.workspace_id = h.workspace_id AND s.id = h.source_id AND s.enabled AND s.paused_at IS NULL
              AND s.integration_id IS NOT NULL AND p.enabled) AS wanted
        FROM tenant.event_shard h JOIN asked f USING (source_id, shard, attempt)
        WHERE h.workspace_id = ${workspaceId}::uuid AND h.sensor_id = ${sensorId}::uuid`;
      const stateOf = new Map(held.map(({ position, wanted }) => [position, wanted ? 'held' : 'detached'] as const));
      answer.answers.push(...own.map((fence, n) => ({ fence, state: stateOf.get(n) ?? ('lost' as const) })));
      answer.accounts[workspaceId] = await coveredAccounts(tx, workspaceId);
      answer.databaseTime = held[0]?.now ?? answer.databaseTime;
    });
  }
  answer.leaseExpiresAt = answer.databaseTime + SHARD_LEASE_MS;
  return answer;
}

/** The shards of the fence's source that were found so far, without its upkeep. */
export function knownShards(deps: Deps, fence: ShardFence): Promise<KnownShard[]> {
  return shardFenced(deps.db, fence, async (tx) => {
    const rows = await tx.eventShard.findMany({
      where: { workspaceId: fence.workspaceId, sourceId: fence.sourceId, shard: { not: UPKEEP } },
      select: { shard: true, finished: true, checkpoint: true },
      orderBy: { shard: 'asc' },
    });
    return rows.map(({ checkpoint, ...row }) => ({ ...row, checkpoint: checkpoint as JsonObject | null }));
  });
}

/** Makes the shards that are new. One that is known keeps its place. */
export function openShards(deps: Deps, fence: ShardFence, plans: readonly ShardPlan[]): Promise<void> {
  return shardFenced(deps.db, fence, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO tenant.event_shard (workspace_id, source_id, shard, parents, checkpoint)
      SELECT ${fence.workspaceId}::uuid, ${fence.sourceId}::uuid, p.shard,
        ARRAY(SELECT jsonb_array_elements_text(p.parents)), nullif(p.checkpoint, 'null'::jsonb)
      FROM jsonb_to_recordset(${JSON.stringify(plans)}::jsonb) AS p(shard text, parents jsonb, checkpoint jsonb)
      ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`
      UPDATE tenant.event_shard SET error = NULL, failures = 0
      WHERE workspace_id = ${fence.workspaceId}::uuid AND source_id = ${fence.sourceId}::uuid AND shard = ${fence.shard}
        AND failures > 0`;
  });
}

/** Gives a shard back. After an error nobody takes it for a while, which doubles with each failure in a row. */
export function releaseShard(deps: Deps, fence: ShardFence, error: ScopeError | null): Promise<void> {
  const { workspaceId, sourceId, shard, attempt } = fence;
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const shown = error && {
      code: error.code,
      message: error.message,
      action: error.action,
      at: new Date().toISOString(),
    };
    await tx.$executeRaw`
      UPDATE tenant.event_shard
      SET sensor_id = NULL, lease_until = NULL,
        failures = CASE WHEN ${error !== null} THEN failures + 1 ELSE 0 END,
        error = CASE WHEN ${error !== null} THEN ${JSON.stringify(shown)}::jsonb ELSE error END,
        not_before = CASE WHEN ${error !== null} THEN clock_timestamp()
          + make_interval(secs => least(${FAILED_MOST_S}::float8, ${FAILED_WAIT_S}::float8 * 2 ^ least(failures, 10))) END
      WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND shard = ${shard}
        AND attempt = ${attempt}`;
  });
}
