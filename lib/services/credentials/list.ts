import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema, pageQuerySchema } from '@/lib/schemas/common';
import { cutPage, decodePageToken, textCursor } from '../page';
import { workspaceRead } from '../verb';
import { type CredentialRow, credentialViews, WITH_INTEGRATIONS } from './view';

/** Credentials by name, with the integrations that use them. */
export const listCredentials = workspaceRead({
  permission: 'credential:read',
  input: pageQuerySchema,
  async run(tx, { pageSize, pageToken }, { workspaceId, db }) {
    const after = decodePageToken(textCursor, pageToken);
    const found = await tx.credential.findMany({
      where: { workspaceId, ...(after ? { name: { gt: after[0] } } : {}) },
      orderBy: { name: 'asc' },
      take: pageSize + 1,
      include: WITH_INTEGRATIONS,
    });
    const { rows, ...next } = cutPage<CredentialRow>(found, pageSize, (row) => [row.name]);
    return { credentials: await credentialViews(db, rows), ...next };
  },
});

export const getCredential = workspaceRead({
  permission: 'credential:read',
  input: z.object({ credentialId: idSchema }),
  async run(tx, { credentialId: id }, { workspaceId, db }) {
    const row = await tx.credential.findUnique({
      where: { workspaceId_id: { workspaceId, id } },
      include: WITH_INTEGRATIONS,
    });
    const [view] = await credentialViews(db, row ? [row] : []);
    if (!view) throw notFound('credential');
    return view;
  },
});
