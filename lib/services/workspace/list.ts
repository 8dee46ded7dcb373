import { pageQuerySchema } from '@/lib/schemas/common';
import { cutPage, decodePageToken, textCursor } from '../page';
import { directoryRead } from '../verb';
import { toWorkspace } from './workspace';

/** Every workspace of the install by name, with how many members it has. */
export const listWorkspaces = directoryRead({
  access: 'install',
  input: pageQuerySchema,
  run: async (tx, { pageSize, pageToken }) => {
    const after = decodePageToken(textCursor, pageToken);
    const found = await tx.workspace.findMany({
      where: after ? { name: { gt: after[0] } } : {},
      include: { _count: { select: { memberships: true } } },
      orderBy: { name: 'asc' },
      take: pageSize + 1,
    });
    const { rows, nextPageToken } = cutPage(found, pageSize, ({ name }) => [name]);
    return {
      workspaces: rows.map((row) => ({ ...toWorkspace(row), members: row._count.memberships })),
      nextPageToken,
    };
  },
});
