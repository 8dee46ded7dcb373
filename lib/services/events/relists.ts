import { deleteMissing } from '@/lib/db/bulk/delete-missing';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import { presumeAuthors } from '@/lib/db/bulk/presumed-authors';
import { notifyChange } from '@/lib/db/changes';
import type { Transaction } from '@/lib/db/transaction';
import type { Relist, ShardFence } from '@/lib/sensor/event-port';
import type { Observation, ScopeOutcome } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { settleObservations } from '../sensor/settle-observations';
import { scopeOwners } from './prepare';
import { RELIST_APART_S } from './relist-rows';
import { shardFenced } from './shard-fence';

type Deps = Pick<ServiceContext, 'db'>;

const TIMEOUT_MS = 60_000;
/** AWS ends an instance over a minute or two, and what goes with it after that: further lists follow the first. */
const MORE_AFTER_S = [20, 90] as const;
const CAUSE = { kind: 'relist', scanId: null, detail: {}, at: null } as const;
const MADE: ReadonlySet<string> = new Set(['created', 'changed', 'recreated']);

/** Lists of the source's events that are due, the longest due first. What nobody watches any more is due no more. */
export function dueLists(deps: Deps, fence: ShardFence, most: number): Promise<Relist[]> {
  const { workspaceId, sourceId } = fence;
  return shardFenced(deps.db, fence, async (tx) => {
    const rows = await tx.$queryRaw<Omit<Relist, 'owner'>[]>`
      SELECT account_id AS "accountId", region, type, asked_at::text AS asked FROM tenant.event_relist
      WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND due_at <= clock_timestamp()
      ORDER BY due_at LIMIT ${most}::int`;
    const owners = await scopeOwners(tx, workspaceId, rows);
    const lists = rows.map((row, n) => ({ ...row, owner: owners[n] ?? null }));
    for (const list of lists) if (list.owner === null) await settleRow(tx, fence, list, null);
    return lists.filter(({ owner }) => owner !== null);
  });
}

/** What a list shows, as it comes: each is true by itself, whatever becomes of the list. */
export function submitList(
  deps: Deps,
  fence: ShardFence,
  list: Relist,
  observations: readonly Observation[],
): Promise<void> {
  const { workspaceId } = fence;
  const { accountId, region, type } = list;
  return shardFenced(
    deps.db,
    fence,
    async (tx) => {
      const [owner] = await scopeOwners(tx, workspaceId, [{ accountId, region, type }]);
      if (!owner) return;
      const scope = { workspaceId, accountId, region, type, integrationId: owner.integrationId };
      const settled = await settleObservations(tx, scope, observations, CAUSE);
      const made = settled.filter(({ kind }) => MADE.has(kind)).map(({ uid }) => uid);
      await presumed(tx, fence, list, made);
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** Ends a list in one transaction: what a complete one did not have is gone, as after a scan of its scope. */
export function endList(deps: Deps, fence: ShardFence, list: Relist, outcome: ScopeOutcome): Promise<void> {
  const { workspaceId } = fence;
  const { accountId, region, type } = list;
  return shardFenced(
    deps.db,
    fence,
    async (tx) => {
      const startedAt = Math.floor(outcome.startedAt);
      if (outcome.status === 'complete') {
        const scope = { workspaceId, accountId, region, type };
        const { uids } = await deleteMissing(tx, scope, outcome.seenIds, startedAt, CAUSE);
        await presumed(tx, fence, list, uids);
        await tx.$executeRaw`
          UPDATE tenant.inventory_scope
          SET last_status = 'complete', last_error = NULL, last_tried_at = ${new Date(startedAt)},
            complete_at = greatest(complete_at, ${new Date(startedAt)})
          WHERE workspace_id = ${workspaceId}::uuid AND account_id = ${accountId} AND region = ${region} AND type = ${type}`;
      }
      await settleRow(tx, fence, list, startedAt);
    },
    { timeoutMs: TIMEOUT_MS },
  );
}

/** Another list is due where AWS may be at work still, or where more was asked for since this one was taken. */
async function settleRow(
  tx: Transaction,
  { workspaceId }: ShardFence,
  { accountId, region, type, asked }: Relist,
  startedAt: number | null,
): Promise<void> {
  const more = startedAt === null ? [] : [...MORE_AFTER_S];
  await tx.$executeRaw`
    UPDATE tenant.event_relist
    SET listed_at = coalesce(${startedAt === null ? null : new Date(startedAt)}::timestamptz, listed_at),
      round = CASE WHEN asked_at = ${asked}::timestamptz THEN round + 1 ELSE round END,
      due_at = CASE WHEN asked_at = ${asked}::timestamptz
        THEN clock_timestamp() + make_interval(secs => (${more}::float8[])[round + 1])
        ELSE greatest(due_at, clock_timestamp() + make_interval(secs => ${RELIST_APART_S}::float8)) END,
      waiting = CASE WHEN asked_at = ${asked}::timestamptz AND round >= ${more.length}::int THEN '[]' ELSE waiting END
    WHERE workspace_id = ${workspaceId}::uuid AND account_id = ${accountId} AND region = ${region} AND type = ${type}`;
}

/** What such a list finds changed is laid to the events that made it due, until one comes that names it. */
async function presumed(tx: Transaction, fence: ShardFence, list: Relist, uids: readonly string[]): Promise<void> {
  if (uids.length === 0) return;
  const { workspaceId } = fence;
  const { accountId, region, type } = list;
  const [row] = await tx.$queryRaw<{ waiting: unknown }[]>`
    SELECT waiting FROM tenant.event_relist
    WHERE workspace_id = ${workspaceId}::uuid AND account_id = ${accountId} AND region = ${region} AND type = ${type}`;
  await presumeAuthors(tx, workspaceId, uids, jsonForPostgres(row?.waiting ?? []));
  await notifyChange(tx, `events:${workspaceId}`);
}
