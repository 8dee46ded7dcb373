import type { Integration, Prisma, Scan, ScanJob, ScanScope } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import type { ScanSummary, Scan as ScanView } from '@/lib/schemas/scan';
import type { ScanProgress } from '@/lib/sensor/port';

export const WITH_LEDGER = {
  integration: { select: { id: true, name: true } },
  jobs: { include: { scopes: true }, orderBy: { id: 'asc' } },
} as const satisfies Prisma.ScanInclude;

/** For lists: a ledger has a row for each (region, type), so it is counted and not read. */
export const WITH_JOBS = {
  integration: { select: { id: true, name: true } },
  jobs: true,
} as const satisfies Prisma.ScanInclude;

type Named = { integration: Pick<Integration, 'id' | 'name'> };
export type ScanWithLedger = Scan & Named & { jobs: (ScanJob & { scopes: ScanScope[] })[] };
export type ScanWithJobs = Scan & Named & { jobs: ScanJob[] };

const iso = (date: Date | null) => date?.toISOString() ?? null;
const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);
const OPEN = new Set(['pending', 'running']);

export type LedgerCounts = Pick<
  ScanSummary,
  'scopesDone' | 'scopesTotal' | 'resources' | 'created' | 'changed' | 'deleted'
>;

const NO_COUNTS: LedgerCounts = { scopesDone: 0, scopesTotal: 0, resources: 0, created: 0, changed: 0, deleted: 0 };

/** The ledgers of several scans, counted by the database. */
export async function ledgerCounts(
  tx: Transaction,
  workspaceId: string,
  scanIds: readonly string[],
): Promise<Map<string, LedgerCounts>> {
  const rows = await tx.$queryRaw<(LedgerCounts & { scanId: string })[]>`
    SELECT j.scan_id::text AS "scanId",
      count(*) FILTER (WHERE s.status NOT IN ('skipped', 'pending', 'running'))::int AS "scopesDone",
      count(*) FILTER (WHERE s.status <> 'skipped')::int AS "scopesTotal",
      coalesce(sum(s.seen), 0)::int AS resources, coalesce(sum(s.created), 0)::int AS created,
      coalesce(sum(s.changed), 0)::int AS changed, coalesce(sum(s.deleted), 0)::int AS deleted
    FROM tenant.scan_job j JOIN tenant.scan_scope s ON s.workspace_id = j.workspace_id AND s.scan_job_id = j.id
    WHERE j.workspace_id = ${workspaceId}::uuid AND j.scan_id = ANY(${[...scanIds]}::uuid[])
    GROUP BY j.scan_id`;
  return new Map(rows.map(({ scanId, ...counts }) => [scanId, counts]));
}

function countsOf(scopes: readonly ScanScope[]): LedgerCounts {
  const counted = scopes.filter((scope) => scope.status !== 'skipped');
  return {
    scopesDone: counted.filter((scope) => !OPEN.has(scope.status)).length,
    scopesTotal: counted.length,
    resources: sum(scopes, (scope) => scope.seen),
    created: sum(scopes, (scope) => scope.created),
    changed: sum(scopes, (scope) => scope.changed),
    deleted: sum(scopes, (scope) => scope.deleted),
  };
}

export function toScanSummary(scan: ScanWithJobs, counts: LedgerCounts = NO_COUNTS): ScanSummary {
  const progress = scan.jobs.map(progressOf);
  return {
    id: scan.id,
    integration: scan.integration,
    trigger: scan.trigger as ScanSummary['trigger'],
    state: scan.state as ScanSummary['state'],
    requestedBy: scan.requestedBy,
    createdAt: scan.createdAt.toISOString(),
    startedAt: iso(scan.startedAt),
    finishedAt: iso(scan.finishedAt),
    cancelRequested: scan.cancelRequestedAt !== null,
    ...counts,
    calls: sum(progress, (p) => p.calls),
    throttles: sum(progress, (p) => p.throttles),
    errors: sum(progress, (p) => p.errors),
  };
}

export function toScan(scan: ScanWithLedger): ScanView {
  return {
    ...toScanSummary(scan, countsOf(scan.jobs.flatMap((job) => job.scopes))),
    regions: scan.regions,
    jobs: scan.jobs.map((job) => ({
      id: job.id,
      accountId: job.accountId,
      service: job.service,
      state: job.state as ScanView['jobs'][number]['state'],
      attempt: job.attempt,
      ...pick(progressOf(job)),
      startedAt: iso(job.startedAt),
      finishedAt: iso(job.finishedAt),
      error: job.error as ScanView['jobs'][number]['error'],
    })),
    scopes: scan.jobs.flatMap((job) =>
      [...job.scopes]
        .sort((a, b) => a.type.localeCompare(b.type) || a.region.localeCompare(b.region))
        .map((scope) => ({
          accountId: job.accountId,
          service: job.service,
          region: scope.region,
          type: scope.type,
          status: scope.status as ScanView['scopes'][number]['status'],
          startedAt: iso(scope.startedAt),
          finishedAt: iso(scope.finishedAt),
          seen: scope.seen,
          created: scope.created,
          changed: scope.changed,
          deleted: scope.deleted,
          error: scope.error as ScanView['scopes'][number]['error'],
        })),
    ),
  };
}

type Figures = Pick<ScanProgress, 'calls' | 'throttles' | 'errors'>;

function progressOf(job: ScanJob): Figures {
  return { calls: 0, throttles: 0, errors: 0, ...(job.progress as Partial<Figures>) };
}

function pick({ calls, throttles, errors }: Figures): Figures {
  return { calls, throttles, errors };
}
