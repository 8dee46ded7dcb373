import { v7 as uuidv7 } from 'uuid';
import type { NormalizedResource } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { endedScope, type InventoryFixture, observed, outcome, scopeOf } from '../../inventory/testing/fixture';
import { completeScopes } from '../../sensor/complete-scopes';
import { submit } from '../../sensor/submit';

type Run = { at: number; things: readonly NormalizedResource[]; alsoTypes?: readonly string[] };

/** Settles complete lists of any type in the global region, as a running job of a scan that was given them. */
export async function observe(f: InventoryFixture, integration: Integration, run: Run): Promise<void> {
  const { workspaceId, id: integrationId } = integration;
  const accountId = integration.accountId ?? '';
  const types = [...new Set([...run.things.map(({ type }) => type), ...(run.alsoTypes ?? [])])];
  const [scanId, jobId] = [uuidv7(), uuidv7()];
  await f.read(workspaceId, async (tx) => {
    await tx.scan.create({
      data: { workspaceId, id: scanId, integrationId, trigger: 'manual', requestedBy: 'test', state: 'running' },
    });
    await tx.scanJob.create({
      data: { workspaceId, id: jobId, scanId, accountId, service: 'iam', state: 'running', attempt: 1 },
    });
    for (const type of types) {
      const scope = { workspaceId, region: 'global', type };
      await tx.scanScope.create({ data: { ...scope, scanJobId: jobId } });
      await tx.inventoryScope.createMany({ data: [{ ...scope, accountId, integrationId }], skipDuplicates: true });
    }
  });
  const fence = { jobId, attempt: 1 };
  for (const type of types) {
    const own = run.things.filter((thing) => thing.type === type);
    const scope = scopeOf(type, accountId);
    await submit(
      f.deps,
      workspaceId,
      fence,
      scope,
      own.map((thing) => observed(thing, run.at + 1000)),
    );
    const seenIds = own.map(({ id }) => id);
    await completeScopes(f.deps, workspaceId, fence, ...endedScope(scope, outcome('complete', run.at, seenIds)));
  }
}
