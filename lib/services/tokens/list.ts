import { z } from 'zod';
import { pageQuerySchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { cutPage, decodePageToken } from '../page';
import { actorNames } from '../people/actor-names';
import { directoryRead } from '../verb';
import { toApiToken } from './api-token';

const idCursor = z.tuple([z.uuid()]);

/** API tokens, newest first, revoked ones included. */
export const listApiTokens = directoryRead({
  access: 'token:manage',
  input: pageQuerySchema,
  run: async (tx, { pageSize, pageToken }, { workspaceId }: WorkspaceContext) => {
    const after = decodePageToken(idCursor, pageToken);
    const found = await tx.apiToken.findMany({
      where: { workspaceId, ...(after ? { id: { lt: after[0] } } : {}) },
      orderBy: { id: 'desc' },
      take: pageSize + 1,
    });
    const { rows, nextPageToken } = cutPage(found, pageSize, ({ id }) => [id]);
    const nameOf = await actorNames(
      tx,
      rows.map(({ createdBy }) => createdBy),
    );
    return { apiTokens: rows.map((row) => toApiToken(row, nameOf)), nextPageToken };
  },
});
