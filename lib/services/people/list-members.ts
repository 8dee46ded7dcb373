import { pageQuerySchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { cutPage, decodePageToken, textCursor } from '../page';
import { directoryRead } from '../verb';
import { toMember } from './member';

/** Members by e-mail address. */
export const listMembers = directoryRead({
  access: 'member:read',
  input: pageQuerySchema,
  run: async (tx, { pageSize, pageToken }, { workspaceId }: WorkspaceContext) => {
    const after = decodePageToken(textCursor, pageToken);
    const found = await tx.membership.findMany({
      where: { workspaceId, ...(after ? { user: { email: { gt: after[0] } } } : {}) },
      include: { user: true },
      orderBy: { user: { email: 'asc' } },
      take: pageSize + 1,
    });
    const { rows, nextPageToken } = cutPage(found, pageSize, ({ user }) => [user.email]);
    return { members: rows.map(toMember), nextPageToken };
  },
});
