import { z } from 'zod';
import { AppError, notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { workspaceWrite } from '../verb';
import { removeSchedule } from './schedule';

/**
 * Removes an integration and what only it has (verifications, scans, its own built-in credential). Its resources stay,
 * marked no longer watched: nothing in AWS changed, and history is kept.
 */
export const removeIntegration = workspaceWrite({
  permission: 'integration:write',
  input: z.object({ integrationId: idSchema }),
  async run(tx, { integrationId }, { workspaceId, now, db }) {
    const where = { workspaceId_id: { workspaceId, id: integrationId } };
    const row = await tx.integration.findUnique({
      where,
      include: { credential: { include: { integrations: true } } },
    });
    if (!row) throw notFound('integration');
    const running = await tx.scan.findFirst({ where: { workspaceId, integrationId, state: 'running' } });
    if (running)
      throw new AppError(
        'conflict',
        'A scan of this integration is running. Cancel it first, then remove the integration.',
      );
    const unwatched = await tx.resource.updateMany({
      where: { workspaceId, integrationId, unwatchedAt: null, deletedAt: null },
      data: { unwatchedAt: now(), integrationId: null },
    });
    await tx.resource.updateMany({ where: { workspaceId, integrationId }, data: { integrationId: null } });
    await tx.inventoryScope.deleteMany({ where: { workspaceId, integrationId } });
    await tx.integration.delete({ where });
    const { credential } = row;
    if (credential.retriever === 'mooring_issuer' && credential.integrations.length === 1) {
      await tx.credential.delete({ where: { workspaceId_id: { workspaceId, id: credential.id } } });
    }
    await removeSchedule(db, workspaceId, integrationId);
    return { name: row.name, unwatched: unwatched.count };
  },
  audit: ({ integrationId }, { name, unwatched }) => ({
    action: 'integration.remove',
    target: { kind: 'integration', id: integrationId, label: name },
    detail: { resourcesNoLongerWatched: unwatched },
  }),
});
