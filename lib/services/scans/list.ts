import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema, pageQuerySchema } from '@/lib/schemas/common';
import { scanChangeSchema, scanQuerySchema } from '@/lib/schemas/scan';
import { cutPage, decodePageToken } from '../page';
import { workspaceRead } from '../verb';
import { ledgerCounts, toScanSummary, WITH_JOBS } from './view';

/** Scans, newest first. Their ids are time-ordered, so the id alone is the position. */
export const listScans = workspaceRead({
  permission: 'scan:read',
  input: scanQuerySchema,
  async run(tx, { pageSize, pageToken, integrationId, state }, { workspaceId }) {
    const after = decodePageToken(z.tuple([idSchema]), pageToken);
    const rows = await tx.scan.findMany({
      where: {
        workspaceId,
        ...(integrationId ? { integrationId } : {}),
        ...(state ? { state } : {}),
        ...(after ? { id: { lt: after[0] } } : {}),
      },
      orderBy: { id: 'desc' },
      take: pageSize + 1,
      include: WITH_JOBS,
    });
    const { rows: items, ...next } = cutPage(rows, pageSize, (scan) => [scan.id]);
    const counts = await ledgerCounts(
      tx,
      workspaceId,
      items.map(({ id }) => id),
    );
    return { scans: items.map((scan) => toScanSummary(scan, counts.get(scan.id))), ...next };
  },
});

/** What a scan found changed: the versions it caused, newest first. */
export const listScanChanges = workspaceRead({
  permission: 'scan:read',
  input: pageQuerySchema.extend({ scanId: idSchema }),
  async run(tx, { scanId, pageSize, pageToken }, { workspaceId }) {
    const scan = await tx.scan.findUnique({
      where: { workspaceId_id: { workspaceId, id: scanId } },
      select: { id: true },
    });
    if (!scan) throw notFound('scan');
    const after = decodePageToken(z.tuple([z.iso.datetime(), idSchema]), pageToken);
    const rows = await tx.$queryRaw<
      { uid: string; type: string; name: string; version: number; kind: string; seen_at: Date }[]
    >`
      SELECT r.uid::text, r.type, r.name, v.version, v.kind, v.seen_at
      FROM tenant.version_cause c
      JOIN tenant.resource_version v USING (workspace_id, resource_uid, version)
      JOIN tenant.resource r ON r.workspace_id = v.workspace_id AND r.uid = v.resource_uid
      WHERE c.workspace_id = ${workspaceId}::uuid AND c.scan_id = ${scanId}::uuid
        AND (${after === undefined} OR (v.seen_at, r.uid) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
      ORDER BY v.seen_at DESC, r.uid DESC LIMIT ${pageSize + 1}`;
    const { rows: items, ...next } = cutPage(rows, pageSize, (row) => [row.seen_at.toISOString(), row.uid]);
    const changes = items.map(({ seen_at, ...row }) => ({ ...row, seenAt: seen_at.toISOString() }));
    return { changes: z.array(scanChangeSchema).parse(changes), ...next };
  },
});
