import { collectorsOf } from '@/lib/collectors/registry';
import { GLOBAL_REGION } from '@/lib/collectors/types';
import { notifyChange } from '@/lib/db/changes';
import type { ScanScope } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import type { CollectorService } from '@/lib/schemas/collector-service';
import type { Fence, LeasedScope } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { claimScopes, ledgerRow } from '../scans/claim-scopes';
import { type FencedJob, fenced } from './fence';

const MOST_REGIONS = 100;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/;

/**
 * Opens the regional scopes of all jobs of the scan, for the regions the first job told; later tellers get what is open.
 * Without regions (AWS denied the question): those the account was seen in before, and the integration's own.
 */
export function openRegions(
  deps: Pick<ServiceContext, 'db'>,
  workspaceId: string,
  fence: Fence,
  told: readonly string[] | null,
): Promise<LeasedScope[]> {
  return fenced(deps.db, workspaceId, fence, async (tx, job) => {
    // Two jobs that start at once must not both open them.
    const [scan] = await tx.$queryRaw<{ regions: string[] }[]>`SELECT regions FROM tenant.scan
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${job.scanId}::uuid FOR NO KEY UPDATE`;
    if (scan && scan.regions.length === 0) {
      await open(tx, job, told === null ? await knownRegions(tx, job) : checked(told));
      await notifyChange(tx, `scan:${job.scanId}`);
    }
    return leasedScopes(await tx.scanScope.findMany({ where: { workspaceId, scanJobId: job.id } }));
  });
}

async function open(tx: Transaction, job: FencedJob, regions: string[]): Promise<void> {
  const { workspaceId, scanId, accountId } = job;
  const where = { workspaceId_id: { workspaceId, id: scanId } };
  const { integrationId } = await tx.scan.update({ where, data: { regions } });
  const open = { in: ['queued', 'running'] };
  const jobs = await tx.scanJob.findMany({ where: { workspaceId, scanId, state: open } });
  const wanted = jobs.flatMap(({ id, service }) =>
    regionalTypes(service).flatMap((type) => regions.map((region) => ({ scanJobId: id, region, type }))),
  );
  const owners = await claimScopes(tx, { workspaceId, integrationId, accountId }, wanted);
  await tx.scanScope.createMany({
    data: wanted.map((scope) => ledgerRow(workspaceId, scope, integrationId, owners)),
    skipDuplicates: true,
  });
}

/** Types of a service that have a scope in each region. */
export function regionalTypes(service: string): string[] {
  return collectorsOf(service as CollectorService).flatMap(({ scope, type }) => (scope === 'regional' ? [type] : []));
}

/** What a sensor gets of its ledger: everything but what another integration owns. */
export function leasedScopes(scopes: readonly Pick<ScanScope, 'region' | 'type' | 'status'>[]): LeasedScope[] {
  return scopes.flatMap(({ region, type, status }) =>
    status === 'skipped' ? [] : [{ region, type, complete: status === 'complete' }],
  );
}

function checked(regions: readonly string[]): string[] {
  const names = [...new Set(regions)].sort();
  const wrong = names.find((name) => !REGION.test(name));
  if (wrong !== undefined || names.length === 0 || names.length > MOST_REGIONS) {
    throw new AppError('invalid_request', `These are not the regions of an account: ${wrong ?? names.length}.`);
  }
  return names;
}

async function knownRegions(tx: Transaction, { workspaceId, accountId, scan }: FencedJob): Promise<string[]> {
  const seen = await tx.inventoryScope.findMany({
    where: { workspaceId, accountId, region: { not: GLOBAL_REGION } },
    distinct: ['region'],
    select: { region: true },
  });
  const { region } = await tx.integration.findUniqueOrThrow({
    where: { workspaceId_id: { workspaceId, id: scan.integrationId } },
    select: { region: true },
  });
  return [...new Set([region, ...seen.map((row) => row.region)])].sort();
}
