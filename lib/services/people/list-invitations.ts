import { z } from 'zod';
import { pageQuerySchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { cutPage, decodePageToken } from '../page';
import { directoryRead } from '../verb';
import { actorNames } from './actor-names';
import { toInvitation } from './invitation';

const idCursor = z.tuple([z.uuid()]);

/** Invitations, newest first (their ids begin with the time). */
export const listInvitations = directoryRead({
  access: 'member:read',
  input: pageQuerySchema,
  run: async (tx, { pageSize, pageToken }, { workspaceId, now }: WorkspaceContext) => {
    const after = decodePageToken(idCursor, pageToken);
    const found = await tx.oneTimeLink.findMany({
      where: { workspaceId, kind: 'invitation', ...(after ? { id: { lt: after[0] } } : {}) },
      orderBy: { id: 'desc' },
      take: pageSize + 1,
    });
    const { rows, nextPageToken } = cutPage(found, pageSize, ({ id }) => [id]);
    const nameOf = await actorNames(
      tx,
      rows.map(({ createdBy }) => createdBy),
    );
    return { invitations: rows.map((link) => toInvitation(link, now(), nameOf)), nextPageToken };
  },
});
