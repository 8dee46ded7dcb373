import type { Integration, Prisma, Scan, ScanJob, ScanScope } from '@/lib/db/generated/prisma/client';
import type { ScanSummary, Scan as ScanView } from '@/lib/schemas/scan';
import type { ScanProgress } from '@/lib/sensor/port';

export const WITH_LEDGER = {
  integration: { select: { id: true, name: true } },
  jobs: { include: { scopes: true } },
} as const satisfies Prisma.ScanInclude;

export type ScanWithLedger = Scan & {
  integration: Pick<Integration, 'id' | 'name'>;
  jobs: (ScanJob & { scopes: ScanScope[] })[];
};

const iso = (date: Date | null) => date?.toISOString() ?? null;
const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);
const OPEN = new Set(['pending', 'running']);

export function toScanSummary(scan: ScanWithLedger): ScanSummary {
  const scopes = scan.jobs.flatMap((job) => job.scopes);
  const counted = scopes.filter((scope) => scope.status !== 'skipped');
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
    scopesDone: counted.filter((scope) => !OPEN.has(scope.status)).length,
    scopesTotal: counted.length,
    resources: sum(scopes, (scope) => scope.seen),
    created: sum(scopes, (scope) => scope.created),
    changed: sum(scopes, (scope) => scope.changed),
    deleted: sum(scopes, (scope) => scope.deleted),
    calls: sum(progress, (p) => p.calls),
    throttles: sum(progress, (p) => p.throttles),
    errors: sum(progress, (p) => p.errors),
  };
}

export function toScan(scan: ScanWithLedger): ScanView {
  return {
    ...toScanSummary(scan),
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
        .sort((a, b) => a.type.localeCompare(b.type))
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
