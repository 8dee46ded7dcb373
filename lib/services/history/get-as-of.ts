import { z } from 'zod';
import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { idSchema } from '@/lib/schemas/common';
import { type ResourceAt, resourceAtQuerySchema } from '@/lib/schemas/history';
import { resourceRow } from '../inventory/get';
import { workspaceRead } from '../verb';
import { historySpan, refuseOutside } from './span';

type Version = { version: number; kind: string; document: Document; seenAfter: Date | null; seenAt: Date };
type Document = { name: string; arn: string | null; tags: Record<string, string>; attributes: Record<string, unknown> };

/**
 * A resource by the newest version seen by `at`. A scan sees a change after it happened, so the moment it became so lies
 * in `between`, and the moment it ceased in `until`. What was deleted by then is shown as it was before.
 */
export const getResourceAsOf = workspaceRead({
  permission: 'inventory:read',
  input: resourceAtQuerySchema.extend({ uid: idSchema }),
  async run(tx, { uid, at: asked }, { workspaceId, now }): Promise<ResourceAt> {
    const row = await resourceRow(tx, workspaceId, uid);
    const history = await historySpan(tx, workspaceId);
    const at = asked ?? now().toISOString();
    refuseOutside(history, at, now());
    const version = await versionAt(tx, workspaceId, uid, at);
    const next = await tx.resourceVersion.findFirst({
      where: { workspaceId, resourceUid: uid, version: version ? version.version + 1 : { gte: 1 } },
      orderBy: { version: 'asc' },
      select: { seenAfter: true, seenAt: true },
    });
    const until = next && betweenOf(next);
    if (!version) return { at, history, existed: 'not_yet', resource: null, between: null, until };
    return {
      at,
      history,
      existed: version.kind === 'deleted' ? 'deleted' : 'yes',
      resource: resourceThen(row, version, new Date(at)),
      between: betweenOf(version),
      until,
    };
  },
});

/** The newest version seen by a moment. */
async function versionAt(tx: Transaction, workspaceId: string, uid: string, at: string): Promise<Version | null> {
  const row = await tx.resourceVersion.findFirst({
    where: { workspaceId, resourceUid: uid, seenAt: { lte: new Date(at) } },
    orderBy: { version: 'desc' },
  });
  return row && { ...row, document: documentOf(row.document) };
}

const documentSchema = z.object({
  name: z.string(),
  arn: z.string().nullable().default(null),
  tags: z.record(z.string(), z.string()).default({}),
  attributes: z.record(z.string(), z.unknown()).default({}),
});

export const documentOf = (document: unknown): Document => documentSchema.parse(document);

const betweenOf = ({ seenAfter, seenAt }: Pick<Version, 'seenAfter' | 'seenAt'>) => ({
  after: seenAfter?.toISOString() ?? null,
  notAfter: seenAt.toISOString(),
});

function resourceThen(
  row: ResourceRow,
  { document, version, kind, seenAt }: Version,
  at: Date,
): ResourceAt['resource'] {
  const deleted = kind === 'deleted';
  const unwatched = !deleted && row.unwatchedAt !== null && row.unwatchedAt <= at;
  return {
    uid: row.uid,
    id: row.id,
    type: row.type,
    service: row.service,
    accountId: row.accountId,
    region: row.region,
    ...document,
    version,
    state: deleted ? 'deleted' : unwatched ? 'unwatched' : 'live',
    firstSeenAt: row.firstSeenAt.toISOString(),
    observedAt: (row.observedAt <= at ? row.observedAt : seenAt).toISOString(),
    changedAt: seenAt.toISOString(),
    deletedAt: deleted ? seenAt.toISOString() : null,
  };
}
