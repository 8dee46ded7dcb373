import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { integrationQuerySchema } from '@/lib/schemas/integration';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { integrationView, integrationViews, WITH_LAST_SCAN } from './view';

/** Integrations by name. */
export const listIntegrations = workspaceRead({
  permission: 'integration:read',
  input: integrationQuerySchema,
  async run(tx, { pageSize, pageToken, q, state }, { workspaceId, db }) {
    const after = decodePageToken(z.tuple([z.string()]), pageToken);
    const found = await tx.integration.findMany({
      where: {
        workspaceId,
        ...(state ? { state } : {}),
        ...(after ? { name: { gt: after[0] } } : {}),
        ...(q ? { OR: [{ name: { contains: q, mode: 'insensitive' } }, { accountId: { startsWith: q } }] } : {}),
      },
      orderBy: { name: 'asc' },
      take: pageSize + 1,
      include: WITH_LAST_SCAN,
    });
    const { rows, ...next } = cutPage(found, pageSize, (row) => [row.name]);
    return { integrations: await integrationViews(tx, db, workspaceId, rows), ...next };
  },
});

export const getIntegration = workspaceRead({
  permission: 'integration:read',
  input: z.object({ integrationId: idSchema }),
  async run(tx, { integrationId }, { workspaceId, db }) {
    const view = await integrationView(tx, db, workspaceId, integrationId);
    if (!view) throw notFound('integration');
    return view;
  },
});
