import { z } from 'zod';
import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { Resource } from '@/lib/schemas/inventory';
import { workspaceRead } from '../verb';
import { relationshipsOf } from './relationships';

/** A resource with both directions of its relationships and its neighbours in time: what it replaced, what replaced it. */
export const getResource = workspaceRead({
  permission: 'inventory:read',
  input: z.object({ uid: idSchema }),
  async run(tx, { uid }, { workspaceId }): Promise<Resource> {
    const row = await resourceRow(tx, workspaceId, uid);
    const { accountId, region, type } = row;
    const scope = await tx.inventoryScope.findUnique({
      where: { workspaceId_accountId_region_type: { workspaceId, accountId, region, type } },
    });
    const integration = row.integrationId
      ? await tx.integration.findUnique({
          where: { workspaceId_id: { workspaceId, id: row.integrationId } },
          select: { id: true, name: true },
        })
      : null;
    const next = await tx.resource.findFirst({
      where: { workspaceId, previousUid: uid },
      orderBy: { firstSeenAt: 'desc' },
      select: { uid: true },
    });
    const state = row.deletedAt ? 'deleted' : row.unwatchedAt ? 'unwatched' : 'live';
    return {
      ...plain(row),
      state,
      observedAt: (state === 'live' && scope?.completeAt && scope.completeAt > row.observedAt
        ? scope.completeAt
        : row.observedAt
      ).toISOString(),
      integration,
      nextUid: next?.uid ?? null,
      ...(await relationshipsOf(tx, row)),
    };
  },
});

/** The row, or the same 404 for a foreign and a missing one. */
export async function resourceRow(tx: Transaction, workspaceId: string, uid: string): Promise<ResourceRow> {
  const row = await tx.resource.findUnique({ where: { workspaceId_uid: { workspaceId, uid } } });
  if (!row) throw notFound('resource');
  return row;
}

const iso = (date: Date | null) => date?.toISOString() ?? null;

function plain(row: ResourceRow) {
  return {
    uid: row.uid,
    id: row.id,
    type: row.type,
    service: row.service,
    accountId: row.accountId,
    region: row.region,
    name: row.name,
    arn: row.arn,
    tags: row.tags as Record<string, string>,
    version: row.version,
    firstSeenAt: row.firstSeenAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    deletedAt: iso(row.deletedAt),
    attributes: row.attributes as Record<string, unknown>,
    volatile: row.volatile as Record<string, unknown>,
    awsCreatedAt: iso(row.awsCreatedAt),
    unwatchedAt: iso(row.unwatchedAt),
    previousUid: row.previousUid,
  };
}
