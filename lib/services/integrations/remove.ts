import { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { removeSchedule } from './schedule';

const input = z.object({ integrationId: idSchema });

const remove = workspaceWrite({
  permission: 'integration:write',
  input,
  async run(tx, { integrationId }, { workspaceId, now }) {
    const where = { workspaceId_id: { workspaceId, id: integrationId } };
    // Whoever starts a scan takes this lock too: none begins while we look.
    await tx.$queryRaw`SELECT id FROM tenant.integration
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${integrationId}::uuid FOR UPDATE`;
    const row = await tx.integration.findUnique({ where, include: { credential: true } });
    if (!row) throw notFound('integration');
    await refuseWhileScanning(tx, workspaceId, integrationId);
    const unwatched = await tx.resource.updateMany({
      where: { workspaceId, integrationId, unwatchedAt: null, deletedAt: null },
      data: { unwatchedAt: now(), integrationId: null },
    });
    await tx.resource.updateMany({ where: { workspaceId, integrationId }, data: { integrationId: null } });
    await tx.inventoryScope.deleteMany({ where: { workspaceId, integrationId } });
    await tx.integration.delete({ where });
    const { madeFor } = row.credential.config as { madeFor?: string };
    if (madeFor === integrationId) await removeUnusedCredential(tx, workspaceId, row.credentialId);
    return { name: row.name, unwatched: unwatched.count };
  },
  audit: ({ integrationId }, { name, unwatched }) => ({
    action: 'integration.remove',
    target: { kind: 'integration', id: integrationId, label: name },
    detail: { resourcesNoLongerWatched: unwatched },
  }),
});

/**
 * Removes an integration and what only it has (verifications, scans, the credential that was made with it). Its
 * resources stay, marked no longer watched: nothing in AWS changed, and history is kept.
 */
export async function removeIntegration(context: WorkspaceContext, raw: z.input<typeof input>): Promise<void> {
  await remove(context, raw);
  // After the commit: a schedule without its integration starts nothing, one lost by a failed removal would.
  await removeSchedule(context.db, context.workspaceId, raw.integrationId);
}

async function refuseWhileScanning(tx: Transaction, workspaceId: string, integrationId: string): Promise<void> {
  const running = await tx.scan.findFirst({
    where: { workspaceId, integrationId, state: { in: ['queued', 'running'] } },
    select: { id: true },
  });
  if (!running) return;
  throw new AppError(
    'conflict',
    'A scan of this integration is under way. Cancel it first, then remove the integration.',
    { details: [{ message: 'The scan that is under way.', scanId: running.id }] },
  );
}

/** Somebody may have drafted another integration with it meanwhile: then it stays. */
async function removeUnusedCredential(tx: Transaction, workspaceId: string, id: string): Promise<void> {
  await tx.credential.deleteMany({ where: { workspaceId, id, integrations: { none: {} } } });
}
