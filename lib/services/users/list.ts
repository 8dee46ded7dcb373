import { pageQuerySchema } from '@/lib/schemas/common';
import { cutPage, decodePageToken, textCursor } from '../page';
import { directoryRead } from '../verb';
import { toUser, withCount } from './user';

/** Every account of the install by e-mail address. */
export const listUsers = directoryRead({
  access: 'install',
  input: pageQuerySchema,
  run: async (tx, { pageSize, pageToken }) => {
    const after = decodePageToken(textCursor, pageToken);
    const found = await tx.user.findMany({
      where: after ? { email: { gt: after[0] } } : {},
      include: withCount,
      orderBy: { email: 'asc' },
      take: pageSize + 1,
    });
    const { rows, nextPageToken } = cutPage(found, pageSize, ({ email }) => [email]);
    return { users: rows.map(toUser), nextPageToken };
  },
});
