import type { JsonObject } from '@/lib/collectors/types';
import { inDirectory, inWorkspace } from '@/lib/db/transaction';
import type { StrategyName } from '@/lib/schemas/event-source';
import type { ShardLease } from '@/lib/sensor/event-port';
import type { ServiceContext } from '../context';
import { awsEndpoints } from '../install/endpoints';
import { databaseTime } from '../sensor/fence';
import { coveredAccounts } from './covered-accounts';
import { eventRetentionDays } from './retention';
import { SHARD_LEASE_MS } from './shard-fence';

export const SHARD_HEARTBEAT_MS = 3_000;
/** A sensor counts for the fair share while it beat in this time; less than a lease, so that nobody waits for the dead. */
const SENSOR_ALIVE_MS = 8_000;
/** At once, so that many sources start one after the other and not all in one moment. */
const MOST_AT_ONCE = 25;

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'>;
type Free = { workspaceId: string; sourceId: string; shard: string };

/** What each sensor may hold of all wanted shards, rounded up. */
export async function fairShare(deps: Pick<Deps, 'db'>): Promise<number> {
  return inDirectory(deps.db, async (tx) => {
    const [row] = await tx.$queryRaw<{ shards: number; sensors: number }[]>`
      SELECT tenant.wanted_shard_count() AS shards, greatest(1, (SELECT count(*)::int FROM directory.sensor
        WHERE heartbeat_at > clock_timestamp() - make_interval(secs => ${SENSOR_ALIVE_MS / 1000}::float8))) AS sensors`;
    return row ? Math.ceil(row.shards / row.sensors) : 0;
  });
}

/** Takes free shards of any workspace, up to this sensor's fair share. Whoever is first has it: the others get fewer. */
export async function takeShards(deps: Deps, sensorId: string, held: number): Promise<ShardLease[]> {
  const most = Math.min(MOST_AT_ONCE, (await fairShare(deps)) - held);
  if (most <= 0) return [];
  const free = await inDirectory(
    deps.db,
    (tx) => tx.$queryRaw<Free[]>`
      SELECT workspace_id::text AS "workspaceId", source_id::text AS "sourceId", shard FROM tenant.free_shards(${most}::int)`,
  );
  const leases: ShardLease[] = [];
  for (const shard of free) {
    const lease = await takeShard(deps, sensorId, shard);
    if (lease) leases.push(lease);
  }
  return leases;
}

type Taken = {
  attempt: number;
  checkpoint: JsonObject | null;
  strategy: StrategyName;
  config: JsonObject;
  integrationId: string;
  region: string;
};

async function takeShard(deps: Deps, sensorId: string, free: Free): Promise<ShardLease | null> {
  const endpoints = await awsEndpoints(deps.db, deps.install);
  const { workspaceId, sourceId, shard } = free;
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    const [row] = await tx.$queryRaw<Taken[]>`
      UPDATE tenant.event_shard h
      SET attempt = h.attempt + 1, sensor_id = ${sensorId}::uuid,
          lease_until = clock_timestamp() + make_interval(secs => ${SHARD_LEASE_MS / 1000}::float8)
      FROM tenant.event_source s JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id
      WHERE h.workspace_id = ${workspaceId}::uuid AND h.source_id = ${sourceId}::uuid AND h.shard = ${shard}
        AND NOT h.finished AND (h.lease_until IS NULL OR h.lease_until < clock_timestamp())
        AND s.workspace_id = h.workspace_id AND s.id = h.source_id AND s.enabled AND s.paused_at IS NULL
      RETURNING h.attempt, h.checkpoint, s.strategy, s.config, i.id::text AS "integrationId", i.region`;
    if (!row) return null;
    const now = await databaseTime(tx);
    return {
      fence: { workspaceId, sourceId, shard, attempt: row.attempt },
      strategy: row.strategy,
      config: row.config,
      integrationId: row.integrationId,
      region: row.region,
      checkpoint: row.checkpoint,
      accounts: await coveredAccounts(tx, workspaceId),
      endpoints,
      databaseTime: now,
      leaseExpiresAt: now + SHARD_LEASE_MS,
      heartbeatEveryMs: SHARD_HEARTBEAT_MS,
      retentionDays: await eventRetentionDays(tx, workspaceId),
    };
  });
}
