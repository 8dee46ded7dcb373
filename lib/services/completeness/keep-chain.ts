import { v7 as uuidv7 } from 'uuid';
import { notifyChange } from '@/lib/db/changes';
import type { Transaction } from '@/lib/db/transaction';
import type { ChainReport, ShardFence } from '@/lib/sensor/event-port';
import type { ServiceContext } from '../context';
import { shardFenced } from '../events/shard-fence';
import { startWaitingScans } from './targeted-scan';

type Deps = Pick<ServiceContext, 'db' | 'install' | 'now'>;

/** How long a problem is kept. */
const KEPT_DAYS = 90;

/**
 * Keeps what a look at a chain came to, in one transaction: where it stands, what was counted, its problems. A problem waits
 * for a scan of its account and region until it is the account's turn.
 */
export function keepChain(deps: Deps, fence: ShardFence, report: ChainReport): Promise<void> {
  return shardFenced(deps.db, fence, async (tx) => {
    await keepState(tx, fence, report);
    await resolve(tx, fence, report);
    const fresh = await keepProblems(tx, fence, report);
    await startWaitingScans(tx, deps, fence.workspaceId);
    if (fresh > 0) await notifyChange(tx, `events:${fence.workspaceId}`);
  });
}

async function keepState(tx: Transaction, { workspaceId, sourceId }: ShardFence, report: ChainReport): Promise<void> {
  const { accountId, region, trail, bucket, folder, state, last, digests, files, recovered, error } = report;
  // A row without a trail stands for a place whose digests were not known.
  if (state === 'gone' || trail !== '') {
    await tx.$executeRaw`
      DELETE FROM tenant.completeness_chain
      WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid AND account_id = ${accountId}
        AND region = ${region} AND trail = ''`;
  }
  if (state === 'gone') return;
  const at = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));
  await tx.$executeRaw`
    INSERT INTO tenant.completeness_chain AS c (workspace_id, source_id, account_id, region, trail, bucket, folder, state,
      last_key, last_hash, last_signature, last_started_at, last_ended_at, digests, files, recovered, error)
    VALUES (${workspaceId}::uuid, ${sourceId}::uuid, ${accountId}, ${region}, ${trail}, ${bucket}, ${folder}, ${state},
      ${last?.key ?? null}, ${last?.hash ?? null}, ${last?.signature ?? null}, ${at(last?.startedAt)}::timestamptz,
      ${at(last?.endedAt)}::timestamptz, ${digests}, ${files}, ${recovered}, ${error})
    ON CONFLICT (workspace_id, source_id, account_id, region, trail) DO UPDATE
    SET bucket = excluded.bucket, folder = excluded.folder, state = excluded.state, last_key = excluded.last_key,
      last_hash = excluded.last_hash, last_signature = excluded.last_signature, last_started_at = excluded.last_started_at,
      last_ended_at = excluded.last_ended_at, digests = c.digests + excluded.digests, files = c.files + excluded.files,
      recovered = c.recovered + excluded.recovered, error = excluded.error, checked_at = clock_timestamp()`;
}

async function resolve(tx: Transaction, { workspaceId, sourceId }: ShardFence, report: ChainReport): Promise<void> {
  const { accountId, region, resolved } = report;
  if (resolved.length === 0) return;
  await tx.$executeRaw`
    UPDATE tenant.completeness_problem p SET resolved_at = clock_timestamp()
    FROM unnest(${resolved.map(({ kind }) => kind)}::text[], ${resolved.map(({ objectKey }) => objectKey)}::text[]) AS r(kind, key)
    WHERE p.workspace_id = ${workspaceId}::uuid AND p.source_id = ${sourceId}::uuid AND p.account_id = ${accountId}
      AND p.region = ${region} AND p.kind = r.kind AND p.object_key = r.key AND p.resolved_at IS NULL`;
}

/** Answers how many were not known. */
async function keepProblems(tx: Transaction, fence: ShardFence, report: ChainReport): Promise<number> {
  const { workspaceId, sourceId } = fence;
  const { accountId, region, problems } = report;
  if (problems.length === 0) return 0;
  const rows = problems.map((problem) => ({ id: uuidv7(), ...problem, since: new Date(problem.since).toISOString() }));
  const fresh = await tx.$executeRaw`
    INSERT INTO tenant.completeness_problem (workspace_id, id, source_id, account_id, region, kind, object_key, message, since)
    SELECT ${workspaceId}::uuid, x.id, ${sourceId}::uuid, ${accountId}, ${region}, x.kind, x."objectKey", x.message, x.since
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS x(id uuid, kind text, "objectKey" text, message text, since timestamptz)
    ON CONFLICT (workspace_id, source_id, account_id, region, kind, object_key) DO NOTHING`;
  await tx.$executeRaw`
    DELETE FROM tenant.completeness_problem
    WHERE workspace_id = ${workspaceId}::uuid AND source_id = ${sourceId}::uuid
      AND at < clock_timestamp() - make_interval(days => ${KEPT_DAYS}::int)`;
  return fresh;
}
