import { v7 as uuidv7 } from 'uuid';
import { coveredCollectors } from '@/lib/collectors/registry';
import { GLOBAL_REGION } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import type { JobQueue } from '@/lib/jobs/queue';
import { COLLECTOR_SERVICES } from '@/lib/schemas/collector-service';
import { integrationOptionsSchema } from '@/lib/schemas/integration';
import { claimScopes, ledgerRow } from './claim-scopes';

export type ScanTrigger = 'first' | 'manual' | 'schedule' | 'completeness';

/** Lists these regions' scopes, with `global` those of global services too; nothing outside of them is touched. */
export type ScanNarrowing = { regions: string[]; global: boolean };

/**
 * Plans a scan: one job for each (account, service), its scopes in the ledger, and the queue's jobs in the same
 * transaction. A scope that another integration owns is skipped and says so. Answers the running scan when there is one;
 * a narrowed one runs beside a whole one, one of its trigger at a time: what runs may be narrowed to others.
 */
export async function createScan(
  tx: Transaction,
  queue: JobQueue,
  integration: Integration,
  trigger: ScanTrigger,
  requestedBy: string,
  only?: ScanNarrowing,
): Promise<{ scanId: string; created: boolean }> {
  const { workspaceId, id: integrationId, accountId } = integration;
  if (integration.state === 'draft' || !accountId) {
    throw new AppError(
      'precondition_failed',
      'This integration is a draft. Verify and save it first; then it can be scanned.',
    );
  }
  // Two who press Run now at once wait for each other here.
  await tx.$queryRaw`SELECT id FROM tenant.integration
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${integrationId}::uuid FOR NO KEY UPDATE`;
  const running = await tx.scan.findFirst({
    where: {
      workspaceId,
      integrationId,
      state: { in: ['queued', 'running'] },
      trigger: only ? trigger : { not: 'completeness' },
    },
  });
  if (running) return { scanId: running.id, created: false };

  const scanId = uuidv7();
  const regions = only?.regions ?? [];
  await tx.scan.create({ data: { workspaceId, id: scanId, integrationId, trigger, requestedBy, regions } });
  const { services } = integrationOptionsSchema.parse(integration.options);
  const covered = coveredCollectors(services);
  const planned = COLLECTOR_SERVICES.flatMap((service) => {
    const collectors = covered.filter(
      (collector) => collector.service === service && (!only || only.global || collector.scope === 'regional'),
    );
    return collectors.length > 0 ? [{ id: uuidv7(), service, collectors }] : [];
  });
  // Regional scopes of a whole scan follow when its first job has asked AWS for the regions (../sensor/open-regions).
  const scopes = planned.flatMap(({ id, collectors }) =>
    collectors.flatMap(({ type, scope }) =>
      (scope === 'global' ? [GLOBAL_REGION] : regions).map((region) => ({ scanJobId: id, region, type })),
    ),
  );
  const owners = await claimScopes(tx, { workspaceId, integrationId, accountId }, scopes);
  await tx.scanJob.createMany({
    data: planned.map(({ id, service }) => ({ workspaceId, id, scanId, accountId, service })),
  });
  await tx.scanScope.createMany({ data: scopes.map((scope) => ledgerRow(workspaceId, scope, integrationId, owners)) });
  for (const { id } of planned)
    await queue.enqueue(tx, 'scan-job', { workspaceId, scanJobId: id }, { group: accountId });
  return { scanId, created: true };
}
