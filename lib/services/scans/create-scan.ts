import { v7 as uuidv7 } from 'uuid';
import { COLLECTORS, collectorsOf } from '@/lib/collectors/registry';
import { GLOBAL_REGION } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import type { JobQueue } from '@/lib/jobs/queue';

export type ScanTrigger = 'first' | 'manual' | 'schedule';

/**
 * Plans a scan: one job for each (account, service), its scopes in the ledger, and the queue's jobs in the same
 * transaction. A scope that another integration owns is skipped and says so. Answers the running scan when there is one.
 */
export async function createScan(
  tx: Transaction,
  queue: JobQueue,
  integration: Integration,
  trigger: ScanTrigger,
  requestedBy: string,
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
    where: { workspaceId, integrationId, state: { in: ['queued', 'running'] } },
  });
  if (running) return { scanId: running.id, created: false };

  const scanId = uuidv7();
  await tx.scan.create({ data: { workspaceId, id: scanId, integrationId, trigger, requestedBy } });
  const owners = await claimScopes(tx, integration, accountId);
  for (const service of new Set(COLLECTORS.map((collector) => collector.service))) {
    const scanJobId = uuidv7();
    await tx.scanJob.create({ data: { workspaceId, id: scanJobId, scanId, accountId, service } });
    await tx.scanScope.createMany({
      data: collectorsOf(service).map(({ type }) => {
        const owner = owners.get(type);
        const scope = { workspaceId, scanJobId, region: GLOBAL_REGION, type };
        if (owner === undefined || owner.id === integrationId) return scope;
        const message = `${owner.name} watches this account already; it settles this scope.`;
        return { ...scope, status: 'skipped', error: { code: 'owned_elsewhere', message, action: null } };
      }),
    });
    await queue.enqueue(tx, 'scan-job', { workspaceId, scanJobId });
  }
  return { scanId, created: true };
}

/** Exactly one integration owns a scope: the first that asks. Answers who owns each type of the account. */
async function claimScopes(
  tx: Transaction,
  integration: Integration,
  accountId: string,
): Promise<Map<string, { id: string; name: string }>> {
  const { workspaceId, id: integrationId } = integration;
  await tx.inventoryScope.createMany({
    data: COLLECTORS.map(({ type }) => ({ workspaceId, accountId, region: GLOBAL_REGION, type, integrationId })),
    skipDuplicates: true,
  });
  const scopes = await tx.inventoryScope.findMany({ where: { workspaceId, accountId, region: GLOBAL_REGION } });
  const names = await tx.integration.findMany({
    where: { workspaceId, id: { in: [...new Set(scopes.map((scope) => scope.integrationId))] } },
    select: { id: true, name: true },
  });
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return new Map(
    scopes.map((scope) => [
      scope.type,
      { id: scope.integrationId, name: nameOf.get(scope.integrationId) ?? 'another integration' },
    ]),
  );
}
