import { z } from 'zod';
import type { IssuerKey as KeyRow } from '@/lib/db/generated/prisma/client';
import { pageQuerySchema, timeSchema } from '@/lib/schemas/common';
import type { IssuerKey } from '@/lib/schemas/federation';
import type { WorkspaceContext } from '../context';
import { cutPage, decodePageToken } from '../page';
import { directoryRead } from '../verb';

const cursor = z.tuple([timeSchema, z.uuid()]);

export function toIssuerKeyView(row: Omit<KeyRow, 'sealedPrivate'>): IssuerKey {
  return {
    kid: row.kid,
    state: row.state as IssuerKey['state'],
    published: row.state !== 'revoked',
    createdAt: row.createdAt.toISOString(),
    activatedAt: row.activatedAt?.toISOString() ?? null,
    retiringAt: row.retiringAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** The keys of the workspace's issuer, newest first, revoked ones included. Nothing of a private part is read. */
export const listIssuerKeys = directoryRead({
  access: 'federation:read',
  input: pageQuerySchema,
  async run(tx, { pageSize, pageToken }, { workspaceId }: WorkspaceContext) {
    const after = decodePageToken(cursor, pageToken);
    const found = await tx.issuerKey.findMany({
      where: {
        workspaceId,
        ...(after
          ? { OR: [{ createdAt: { lt: new Date(after[0]) } }, { createdAt: new Date(after[0]), id: { lt: after[1] } }] }
          : {}),
      },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: pageSize + 1,
      omit: { sealedPrivate: true },
    });
    const { rows, ...next } = cutPage(found, pageSize, (row) => [row.createdAt.toISOString(), row.id]);
    return { issuerKeys: rows.map(toIssuerKeyView), ...next };
  },
});
