import { carryOver, hashResource } from '@/lib/collectors/hash';
import { collectorByType } from '@/lib/collectors/registry';
import type { JsonObject, Relationship, ScopeKey } from '@/lib/collectors/types';
import { settlePolicyReadings } from '@/lib/db/bulk/policy-readings';
import { settleBatch } from '@/lib/db/bulk/settle';
import type { Cause, Settled, SettleEdge, SettleRow } from '@/lib/db/bulk/types';
import { newUids } from '@/lib/db/bulk/uids';
import type { Transaction } from '@/lib/db/transaction';
import { policyReadingsOf, READ_TYPES } from '@/lib/inventory/policy-readings';
import type { Observation } from '@/lib/sensor/port';
import { judgeResources } from '../findings/judge';

export type ObservedScope = ScopeKey & { workspaceId: string; integrationId: string };

/**
 * Makes the inventory what these observations of one scope say, whoever brings them: rows, versions, relationships, what
 * the trust engine reads of them, and findings. Answers what became of each id.
 */
export async function settleObservations(
  tx: Transaction,
  { workspaceId, integrationId, ...scope }: ObservedScope,
  observations: readonly Observation[],
  cause: Cause,
  options: { mostlyNew?: boolean } = {},
): Promise<Settled[]> {
  const whole = await carriedOver(tx, workspaceId, scope, latestOfEach(observations));
  const uids = newUids(whole.length);
  const rows = whole.map((observation, n) => toRow(observation, uids[n] ?? ''));
  const service = serviceOf(scope.type);
  const settled = await settleBatch(
    tx,
    { workspaceId, ...scope, integrationId, service },
    rows,
    { ...cause, ...untilOf(cause, whole) },
    options,
  );
  await judge(tx, workspaceId, scope, whole, settled);
  return settled;
}

/** By when all was answered, where each says so. */
function untilOf({ until }: Cause, observations: readonly Observation[]): Pick<Cause, 'until'> {
  if (until !== undefined) return { until };
  const latest = observations.reduce((most, { answeredAt = Number.NaN }) => Math.max(most, answeredAt), 0);
  return Number.isNaN(latest) ? {} : { until: Math.ceil(latest) };
}

/** Cloud Control reads resources of many services; each is shown under its own. */
function serviceOf(type: string): string {
  const collector = collectorByType(type);
  return collector?.resourceService ?? collector?.service ?? '';
}

/** A list may show one thing twice; the later sight of it counts. */
function latestOfEach(observations: readonly Observation[]): Observation[] {
  const latest = new Map<string, Observation>();
  for (const observation of observations) {
    const known = latest.get(observation.resource.id);
    if (!known || known.observedAt <= observation.observedAt) latest.set(observation.resource.id, observation);
  }
  return [...latest.values()];
}

const NEW: ReadonlySet<string> = new Set(['created', 'changed', 'recreated']);
const WRITTEN: ReadonlySet<string> = new Set([...NEW, 'touched']);

/** What the trust engine and the rules say of what was written is kept beside it, to be read set-based at any size. */
async function judge(
  tx: Transaction,
  workspaceId: string,
  { accountId, region, type }: ScopeKey,
  observations: readonly Observation[],
  settled: readonly Settled[],
): Promise<void> {
  const written = new Map(settled.flatMap((one) => (WRITTEN.has(one.kind) ? [[one.id, one] as const] : [])));
  const judged = observations.flatMap(({ resource, observedAt }) => {
    const one = written.get(resource.id);
    if (!one) return [];
    const readings = policyReadingsOf({ type, accountId, attributes: resource.attributes });
    return [{ ...resource, ...one, region, accountId, readings, isNew: one.kind === 'created', at: observedAt }];
  });
  const read = judged.filter(({ kind }) => READ_TYPES.has(type) && NEW.has(kind));
  await settlePolicyReadings(
    tx,
    workspaceId,
    read.map(({ uid }) => uid),
    read.flatMap(({ uid, readings }) => readings.map((reading, position) => ({ uid, position, ...reading }))),
  );
  const now = judged.reduce((latest, { at }) => Math.max(latest, at), 0);
  await judgeResources(tx, workspaceId, judged, Math.floor(now));
}

/** Parts that a read could not get keep the value their row has; then the hashes are made anew. */
async function carriedOver(
  tx: Transaction,
  workspaceId: string,
  scope: ScopeKey,
  observations: readonly Observation[],
): Promise<readonly Observation[]> {
  const ids = observations.filter(({ resource }) => resource.unread.length > 0).map(({ resource }) => resource.id);
  if (ids.length === 0) return observations;
  const rows = await tx.resource.findMany({
    where: { workspaceId, ...scope, id: { in: ids } },
    select: { id: true, tags: true, attributes: true, volatile: true },
  });
  const former = new Map(rows.map((row) => [row.id, row]));
  return observations.map((observation) => {
    const row = former.get(observation.resource.id);
    if (!row || observation.resource.unread.length === 0) return observation;
    const resource = carryOver(observation.resource, {
      tags: row.tags as Record<string, string>,
      attributes: row.attributes as JsonObject,
      volatile: row.volatile as JsonObject,
    });
    return { ...observation, resource, ...hashResource(resource) };
  });
}

function toRow({ resource, contentHash, rowHash, observedAt }: Observation, uid: string): SettleRow {
  return {
    uid,
    id: resource.id,
    arn: resource.arn,
    name: resource.name,
    tags: resource.tags,
    attributes: resource.attributes,
    volatile: resource.volatile,
    contentHash,
    rowHash,
    observedAt: Math.floor(observedAt),
    awsCreatedAt: resource.createdAt,
    edges: resource.relationships.flatMap(toEdge),
  };
}

function toEdge({ kind, toType, toArn, toId, toName }: Relationship): SettleEdge[] {
  if (toArn) return [{ kind, toType, toKey: toArn, toBy: 'arn' }];
  if (toId) return [{ kind, toType, toKey: toId, toBy: 'id' }];
  return toName ? [{ kind, toType, toKey: toName, toBy: 'name' }] : [];
}
