import type { NormalizedResource } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import type { ScanJobEnd, ScopeOutcome } from '@/lib/sensor/port';
import { startScan } from '../../scans/start';
import { endedScope, fenceOf, type InventoryFixture, NO_PROGRESS, observed, outcome, scopeOf } from './fixture';

export const SENSOR = '0193a000-0000-7000-8000-000000000001';
const MAX_BATCH = 500;

type Run = {
  /** Epoch ms when the lists begin; the resources are observed one second later. */
  at: number;
  things: readonly NormalizedResource[];
  /** How each scope ends; `complete` unless told. */
  status?: ScopeOutcome['status'];
  /** Types that end though nothing of them was seen. */
  alsoTypes?: readonly string[];
};

/** A whole scan through the verbs and the sensor's port: start, lease, submit, complete each scope seen, end. */
export async function scan(f: InventoryFixture, integration: Integration, run: Run): Promise<string> {
  const { workspaceId, accountId } = integration;
  const started = await startScan(f.as(workspaceId, 'editor'), { integrationId: integration.id });
  const port = f.port(workspaceId);
  const [job] = started.scan.jobs;
  const fence = fenceOf(await port.takeScanJob(job?.id ?? '', SENSOR));
  const types = new Set([...run.things.map(({ type }) => type), ...(run.alsoTypes ?? [])]);
  for (const type of types) {
    const scope = scopeOf(type, accountId ?? '');
    const own = run.things.filter((thing) => thing.type === type);
    for (let from = 0; from < own.length; from += MAX_BATCH) {
      const batch = own.slice(from, from + MAX_BATCH).map((thing) => observed(thing, run.at + 1000));
      await port.submit(fence, scope, batch);
    }
    const status = run.status ?? 'complete';
    const ids = status === 'complete' ? own.map(({ id }) => id) : [];
    await port.completeScopes(fence, ...endedScope(scope, outcome(status, run.at, ids)));
  }
  const end: ScanJobEnd = { status: 'finished', progress: NO_PROGRESS };
  await port.end(fence, end);
  return started.scan.id;
}
