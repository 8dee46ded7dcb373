import { deleteMissing } from '@/lib/db/bulk/delete-missing';
import { notifyChange } from '@/lib/db/changes';
import type { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { type EndedScope, type Fence, MAX_ENDED_SCOPES, type ScopeOutcome } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { type FencedJob, fenced } from './fence';
import { ownedScopes } from './owned-scope';

/**
 * Ends scopes in the ledger, in one transaction and few statements: most of an account's thousand scopes are empty. Only
 * a complete list deletes: what it did not have and what was not observed since it began. Any other outcome leaves every
 * resource as it was and says why. Throws permission_denied, with nothing written, when one is no scope of this job.
 */
export function completeScopes(
  deps: Pick<ServiceContext, 'db'>,
  workspaceId: string,
  fence: Fence,
  accountId: string,
  ended: readonly EndedScope[],
): Promise<void> {
  if (ended.length > MAX_ENDED_SCOPES) {
    throw new AppError('payload_too_large', `At most ${MAX_ENDED_SCOPES} scopes at once.`);
  }
  return fenced(deps.db, workspaceId, fence, async (tx, job) => {
    const statuses = await ownedScopes(tx, job, accountId, ended);
    // Told twice (an answer that got lost): what is complete stays as it was counted.
    const open = ended.filter((_, index) => statuses[index]?.status !== 'complete');
    if (open.length === 0) return;
    const deleted = await deleteFrom(tx, job, open);
    await write(
      tx,
      job,
      open.map(({ region, type, outcome }, index) => ({
        region,
        type,
        status: outcome.status,
        started_at: new Date(Math.floor(outcome.startedAt)),
        finished_at: new Date(Math.floor(outcome.finishedAt)),
        seen: outcome.resources,
        deleted: deleted[index] ?? 0,
        error: outcome.error ?? gapsError(outcome),
      })),
    );
    await notifyChange(tx, `scan:${job.scanId}`);
  });
}

/** How many resources each complete scope lost. A scope that was empty and is empty costs nothing of its own. */
async function deleteFrom(tx: Transaction, job: FencedJob, ended: readonly EndedScope[]): Promise<number[]> {
  const { workspaceId, accountId, scanId } = job;
  const empty = ended.filter(({ outcome }) => outcome.status === 'complete' && outcome.seenIds.length === 0);
  const held = await heldBefore(tx, job, empty);
  const counts: number[] = [];
  for (const { region, type, outcome } of ended) {
    const concerned = outcome.status === 'complete' && (outcome.seenIds.length > 0 || held.has(`${region}/${type}`));
    const scope = { workspaceId, accountId, region, type };
    const cause = { kind: 'scan', scanId, detail: {}, at: null } as const;
    const startedAt = Math.floor(outcome.startedAt);
    counts.push(concerned ? (await deleteMissing(tx, scope, outcome.seenIds, startedAt, cause)).count : 0);
  }
  return counts;
}

/** Those of the scopes that have resources, as `region/type`. */
async function heldBefore(
  tx: Transaction,
  { workspaceId, accountId }: FencedJob,
  scopes: readonly { region: string; type: string }[],
): Promise<ReadonlySet<string>> {
  if (scopes.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT w.region || '/' || w.type AS key
    FROM unnest(${scopes.map(({ region }) => region)}::text[], ${scopes.map(({ type }) => type)}::text[]) w(region, type)
    WHERE EXISTS (
      SELECT 1 FROM tenant.resource r
      WHERE r.workspace_id = ${workspaceId}::uuid AND r.account_id = ${accountId} AND r.region = w.region
        AND r.type = w.type AND r.deleted_at IS NULL)`;
  return new Set(rows.map(({ key }) => key));
}

type LedgerRow = {
  region: string;
  type: string;
  status: string;
  started_at: Date;
  finished_at: Date;
  seen: number;
  deleted: number;
  error: object | null;
};

async function write(tx: Transaction, job: FencedJob, rows: readonly LedgerRow[]): Promise<void> {
  await tx.$executeRaw`
    WITH ended AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(region text, type text, status text,
        started_at timestamptz, finished_at timestamptz, seen int, deleted int, error jsonb)
    ), ledger AS (
      UPDATE tenant.scan_scope l
      SET status = e.status, started_at = e.started_at, finished_at = e.finished_at, seen = e.seen, deleted = e.deleted,
        error = nullif(e.error, 'null'::jsonb)
      FROM ended e
      WHERE l.workspace_id = ${job.workspaceId}::uuid AND l.scan_job_id = ${job.id}::uuid
        AND l.region = e.region AND l.type = e.type
    )
    UPDATE tenant.inventory_scope s
    SET last_status = e.status, last_error = nullif(e.error, 'null'::jsonb), last_tried_at = e.started_at,
      complete_at = CASE WHEN e.status = 'complete' THEN greatest(s.complete_at, e.started_at) ELSE s.complete_at END
    FROM ended e
    WHERE s.workspace_id = ${job.workspaceId}::uuid AND s.account_id = ${job.accountId}
      AND s.region = e.region AND s.type = e.type`;
}

/** A complete scope that lacks an aspect (a denied credential report) still says so. */
function gapsError(outcome: ScopeOutcome): Prisma.InputJsonObject | null {
  const [gap] = outcome.gaps;
  if (!gap) return null;
  return {
    kind: 'gap',
    code: gap.code,
    // A gap of the whole scope says itself why there is nothing to list.
    message: gap.aspect === 'scope' ? gap.message : `${gap.aspect} could not be read: ${gap.message}`,
    action: gap.action,
  };
}
