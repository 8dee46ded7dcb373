import { z } from 'zod';
import { notifyChange } from '@/lib/db/changes';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { workspaceWrite } from '../verb';
import { settleScanState } from './settle-state';
import { toScan, WITH_LEDGER } from './view';

/** Asks a scan to stop: what waits ends at once, what runs at its next heartbeat. Complete scopes keep their result. */
export const cancelScan = workspaceWrite({
  permission: 'scan:run',
  input: z.object({ scanId: idSchema }),
  async run(tx, { scanId }, { workspaceId, now }) {
    const where = { workspaceId_id: { workspaceId, id: scanId } };
    const scan = await tx.scan.findUnique({ where });
    if (!scan) throw notFound('scan');
    if (scan.finishedAt) throw new AppError('conflict', 'This scan has ended already; there is nothing to cancel.');
    // Jobs before their scan, as sensors lock them: neither waits for the other, and none is taken meanwhile.
    await tx.$queryRaw`SELECT id FROM tenant.scan_job
      WHERE workspace_id = ${workspaceId}::uuid AND scan_id = ${scanId}::uuid ORDER BY id FOR NO KEY UPDATE`;
    await tx.scan.update({ where, data: { cancelRequestedAt: scan.cancelRequestedAt ?? now() } });
    const waiting = await tx.scanJob.findMany({
      where: { workspaceId, scanId, state: 'queued' },
      select: { id: true },
    });
    const ids = waiting.map(({ id }) => id);
    await tx.scanJob.updateMany({
      where: { workspaceId, id: { in: ids } },
      data: { state: 'cancelled', finishedAt: now() },
    });
    await tx.scanScope.updateMany({
      where: { workspaceId, scanJobId: { in: ids }, status: 'pending' },
      data: { status: 'cancelled', finishedAt: now() },
    });
    await settleScanState(tx, workspaceId, scanId, now());
    await notifyChange(tx, `scan:${scanId}`);
    return toScan(await tx.scan.findUniqueOrThrow({ where, include: WITH_LEDGER }));
  },
  audit: (_input, scan) => ({
    action: 'scan.cancel',
    target: { kind: 'integration', id: scan.integration.id, label: scan.integration.name },
    detail: { scanId: scan.id },
  }),
});
