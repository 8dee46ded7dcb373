import { z } from 'zod';
import type { Json } from '@/lib/collectors/types';
import { diffDocuments } from '@/lib/inventory/diff';
import { idSchema, pageQuerySchema } from '@/lib/schemas/common';
import type { resourceVersionPageSchema } from '@/lib/schemas/inventory';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { resourceRow } from './get';

type VersionPage = z.output<typeof resourceVersionPageSchema>;

/** A resource's history, newest first. The one row read beyond the page is what its last version is compared with. */
export const listVersions = workspaceRead({
  permission: 'inventory:read',
  input: pageQuerySchema.extend({ uid: idSchema }),
  async run(tx, { uid, pageSize, pageToken }, { workspaceId }): Promise<VersionPage> {
    await resourceRow(tx, workspaceId, uid);
    const after = decodePageToken(z.tuple([z.int().min(0).max(2_147_483_647)]), pageToken);
    const found = await tx.resourceVersion.findMany({
      where: { workspaceId, resourceUid: uid, ...(after ? { version: { lt: after[0] } } : {}) },
      orderBy: { version: 'desc' },
      take: pageSize + 1,
      include: { causes: { orderBy: { position: 'asc' } } },
    });
    const { rows, ...next } = cutPage(found, pageSize, ({ version }) => [version]);
    const versions = rows.map((row, index): VersionPage['versions'][number] => {
      const before = found[index + 1];
      const compared = row.kind === 'changed' || row.kind === 'recreated';
      return {
        version: row.version,
        kind: row.kind as VersionPage['versions'][number]['kind'],
        seenAfter: row.seenAfter?.toISOString() ?? null,
        seenAt: row.seenAt.toISOString(),
        causes: row.causes.map((cause) => ({
          kind: cause.kind === 'event' ? 'event' : 'scan',
          scanId: cause.scanId,
          detail: cause.detail as Record<string, unknown>,
          at: cause.at.toISOString(),
        })),
        changes: compared && before ? diffDocuments(before.document as Json, row.document as Json) : [],
        document: row.document as Record<string, unknown>,
      };
    });
    return { versions, ...next };
  },
});
