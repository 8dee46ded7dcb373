import { collectorByType } from '@/lib/collectors/registry';
import { GLOBAL_REGION, type ScopeKey } from '@/lib/collectors/types';
import type { Transaction } from '@/lib/db/transaction';
import type { TrailRecord } from '@/lib/events/record';
import { partitionOfRegion } from '@/lib/schemas/arn';
import type { Prepared, ScopeOwner, ShardFence } from '@/lib/sensor/event-port';
import type { ServiceContext } from '../context';
import { dayOf } from './retention';
import { shardFenced } from './shard-fence';

/** Which records have had their effect already, and whose identity reads each scope. */
export function prepareEvents(
  deps: Pick<ServiceContext, 'db'>,
  fence: ShardFence,
  events: readonly TrailRecord[],
  scopes: readonly ScopeKey[],
): Promise<Prepared> {
  return shardFenced(deps.db, fence, async (tx) => ({
    known: await knownEvents(tx, fence.workspaceId, events),
    owners: await scopeOwners(tx, fence.workspaceId, scopes),
  }));
}

async function knownEvents(tx: Transaction, workspaceId: string, events: readonly TrailRecord[]): Promise<boolean[]> {
  if (events.length === 0) return [];
  const rows = await tx.$queryRaw<{ n: number }[]>`
    SELECT k.n::int - 1 AS n
    FROM unnest(${events.map(({ eventTimeMs }) => dayOf(eventTimeMs))}::date[],
      ${events.map(({ recipientAccountId }) => recipientAccountId)}::text[],
      ${events.map(({ eventID }) => eventID)}::text[]) WITH ORDINALITY AS k(day, account_id, event_id, n)
    WHERE EXISTS (SELECT FROM tenant.event e WHERE e.workspace_id = ${workspaceId}::uuid AND e.day = k.day
      AND e.account_id = k.account_id AND e.event_id = k.event_id)`;
  const known = new Set(rows.map(({ n }) => n));
  return events.map((_, n) => known.has(n));
}

/** A record may name any; only what AWS could call a region becomes a scope of somebody's. */
const REGION = /^[a-z]{2,5}(-[a-z]{2,12}){1,3}-\d{1,2}$/;

type OwnerRow = ScopeKey & { integrationId: string; homeRegion: string };

/**
 * Who owns each scope. One that nobody owns yet (a region whose first resource this is) goes to the oldest connected
 * integration of the account that collects the type's service.
 */
export async function scopeOwners(
  tx: Transaction,
  workspaceId: string,
  scopes: readonly ScopeKey[],
): Promise<(ScopeOwner | null)[]> {
  if (scopes.length === 0) return [];
  const asked = JSON.stringify(
    scopes.map((scope) => ({
      ...scope,
      service: collectorByType(scope.type)?.service ?? '',
      real: scope.region === GLOBAL_REGION || REGION.test(scope.region),
    })),
  );
  await tx.$executeRaw`
    INSERT INTO tenant.inventory_scope (workspace_id, account_id, region, type, integration_id)
    SELECT DISTINCT ON (a."accountId", a.region, a.type) ${workspaceId}::uuid, a."accountId", a.region, a.type, i.id
    FROM jsonb_to_recordset(${asked}::jsonb) AS a("accountId" text, region text, type text, service text, real boolean)
    JOIN tenant.integration i ON i.workspace_id = ${workspaceId}::uuid AND i.account_id = a."accountId" AND i.state <> 'draft'
      AND (i.options->'services' IS NULL OR i.options->'services' = 'null'::jsonb OR i.options->'services' ? a.service)
    WHERE a.real AND NOT EXISTS (SELECT FROM tenant.inventory_scope s WHERE s.workspace_id = ${workspaceId}::uuid
      AND s.account_id = a."accountId" AND s.region = a.region AND s.type = a.type)
    ORDER BY a."accountId", a.region, a.type, i.created_at
    ON CONFLICT DO NOTHING`;
  const rows = await tx.$queryRaw<OwnerRow[]>`
    SELECT s.account_id AS "accountId", s.region, s.type, s.integration_id::text AS "integrationId", i.region AS "homeRegion"
    FROM jsonb_to_recordset(${asked}::jsonb) AS a("accountId" text, region text, type text, service text)
    JOIN tenant.inventory_scope s ON s.workspace_id = ${workspaceId}::uuid AND s.account_id = a."accountId"
      AND s.region = a.region AND s.type = a.type
    JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id AND i.state <> 'draft'
      AND i.account_id = s.account_id
      AND (i.options->'services' IS NULL OR i.options->'services' = 'null'::jsonb OR i.options->'services' ? a.service)`;
  const owners = new Map(
    rows.map(({ integrationId, homeRegion, ...scope }) => [
      scopeText(scope),
      { integrationId, region: homeRegion, partition: partitionOfRegion(homeRegion) },
    ]),
  );
  return scopes.map((scope) => owners.get(scopeText(scope)) ?? null);
}

const scopeText = ({ accountId, region, type }: ScopeKey) => `${accountId}/${region}/${type}`;
