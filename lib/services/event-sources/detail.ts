import { z } from 'zod';
import type { JsonObject } from '@/lib/collectors/types';
import type { Databases } from '@/lib/db/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { STRATEGIES_BY_NAME } from '@/lib/events/strategies/registry';
import { idSchema } from '@/lib/schemas/common';
import {
  CONFIG_SCHEMAS,
  type eventSourceDetailSchema,
  type StrategyName,
  type shardViewSchema,
} from '@/lib/schemas/event-source';
import { type ReadPolicy, readPolicy } from '@/lib/terraform/event-source-policy';
import { workspaceRead } from '../verb';
import { knownLogs } from './known-logs';
import { type SourceRow, sourceRow } from './rows';
import { eventSourceView } from './view';

export type EventSourceDetail = z.output<typeof eventSourceDetailSchema>;

/** A config as its strategy takes it. Throws invalid_request that names each field. */
export function parseConfig(strategy: StrategyName, config: unknown): JsonObject {
  const parsed = CONFIG_SCHEMAS[strategy].safeParse(config);
  if (parsed.success) return parsed.data as JsonObject;
  throw new AppError('invalid_request', 'The config does not fit the strategy. See the fields.', {
    details: parsed.error.issues.map(({ path, message }) => ({ path: ['config', ...path].join('.'), message })),
  });
}

/** What the role of a source's integration must be allowed, with the bucket and the key that the inventory knows of. */
export async function sourceReadPolicy(
  tx: Transaction,
  workspaceId: string,
  strategy: StrategyName,
  config: unknown,
): Promise<ReadPolicy> {
  const known = await knownLogs(tx, workspaceId, { strategy, config } as never);
  return readPolicy(strategy, config as never, known);
}

/** A source with shards, totals of a day and foreign accounts; not_found for another workspace's. */
export async function sourceDetail(
  tx: Transaction,
  db: Databases,
  workspaceId: string,
  id: string,
): Promise<EventSourceDetail> {
  const row = await sourceRow(tx, workspaceId, id);
  if (!row) throw notFound('event source');
  return {
    ...eventSourceView(row),
    shards: await shardViews(tx, db, workspaceId, row),
    totals: await totals(tx, workspaceId, id),
    foreign: await foreign(tx, workspaceId, id),
    readPolicy: { ...(await sourceReadPolicy(tx, workspaceId, row.strategy, row.config)) },
  };
}

async function shardViews(
  tx: Transaction,
  db: Databases,
  workspaceId: string,
  { id, strategy }: SourceRow,
): Promise<z.output<typeof shardViewSchema>[]> {
  const shards = await tx.eventShard.findMany({
    where: { workspaceId, sourceId: id },
    orderBy: { shard: 'asc' },
    take: 1_000,
  });
  const hosts = await sensorHosts(
    db,
    shards.flatMap(({ sensorId }) => (sensorId ? [sensorId] : [])),
  );
  const open = new Set(shards.filter(({ finished }) => !finished).map(({ shard }) => shard));
  return shards.map((shard) => ({
    shard: shard.shard,
    state: shard.finished ? 'finished' : shard.parents.some((parent) => open.has(parent)) ? 'waiting' : 'open',
    sensorId: shard.sensorId,
    sensorHost: shard.sensorId ? (hosts.get(shard.sensorId) ?? null) : null,
    leaseUntil: shard.leaseUntil?.toISOString() ?? null,
    position: STRATEGIES_BY_NAME[strategy].position(shard.checkpoint as JsonObject | null),
    lagMs: shard.lagMs === null ? null : Number(shard.lagMs),
    lastEventAt: shard.lastEventAt?.toISOString() ?? null,
    error: shard.error as EventSourceDetail['error'],
  }));
}

/** Host names of running sensors; they belong to the install, so the directory knows them. */
export async function sensorHosts(db: Databases, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.directory.sensor.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, hostname: true },
  });
  return new Map(rows.map(({ id, hostname }) => [id, hostname]));
}

async function totals(tx: Transaction, workspaceId: string, sourceId: string): Promise<EventSourceDetail['totals']> {
  const [row] = await tx.$queryRaw<EventSourceDetail['totals'][]>`
    SELECT coalesce(sum(received), 0)::float8 AS received, coalesce(sum(read_only), 0)::float8 AS "readOnly",
      coalesce(sum(failed), 0)::float8 AS failed, coalesce(sum(foreign_account), 0)::float8 AS foreign,
      coalesce(sum(other + too_old), 0)::float8 AS other, coalesce(sum(kept), 0)::float8 AS kept,
      coalesce(sum(quarantined), 0)::float8 AS quarantined
    FROM tenant.event_count
    WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND minute > clock_timestamp() - interval '24 hours'`;
  return row ?? { received: 0, readOnly: 0, failed: 0, foreign: 0, other: 0, kept: 0, quarantined: 0 };
}

async function foreign(tx: Transaction, workspaceId: string, sourceId: string): Promise<EventSourceDetail['foreign']> {
  const rows = await tx.$queryRaw<{ accountId: string; count: number; firstAt: Date; lastAt: Date }[]>`
    SELECT account_id AS "accountId", count::float8 AS count, first_at AS "firstAt", last_at AS "lastAt"
    FROM tenant.event_foreign_account WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid
    ORDER BY last_at DESC LIMIT 100`;
  return rows.map(({ firstAt, lastAt, ...row }) => ({
    ...row,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }));
}

export const getEventSource = workspaceRead({
  permission: 'event:read',
  input: z.object({ eventSourceId: idSchema }),
  run: (tx, { eventSourceId }, { workspaceId, db }) => sourceDetail(tx, db, workspaceId, eventSourceId),
});
