import type { z } from 'zod';
import type { Json } from '@/lib/collectors/types';
import { AppError } from '@/lib/errors/app-error';
import { changeSentence } from '@/lib/inventory/change-sentence';
import { diffDocuments } from '@/lib/inventory/diff';
import { idSchema } from '@/lib/schemas/common';
import { diffQuerySchema, type versionDiffSchema } from '@/lib/schemas/history';
import { resourceRow } from '../inventory/get';
import { workspaceRead } from '../verb';

type Diff = z.output<typeof versionDiffSchema>;

/** Compares any two versions of a resource, in either order. A version that retention removed is `not_found`. */
export const diffVersions = workspaceRead({
  permission: 'inventory:read',
  input: diffQuerySchema.extend({ uid: idSchema }),
  async run(tx, { uid, ...asked }, { workspaceId }): Promise<Diff> {
    const { version: newest } = await resourceRow(tx, workspaceId, uid);
    const to = asked.to ?? newest;
    const from = asked.from ?? Math.max(1, to - 1);
    const rows = await tx.resourceVersion.findMany({
      where: { workspaceId, resourceUid: uid, version: { in: [from, to] } },
    });
    const side = (version: number) => {
      const row = rows.find((one) => one.version === version);
      if (!row)
        throw new AppError('not_found', `There is no version ${version}, or it is older than the history kept.`);
      return row;
    };
    const [before, after] = [side(from), side(to)];
    const changes = diffDocuments(before.document as Json, after.document as Json);
    return { from: shown(before), to: shown(after), changes, sentence: changeSentence('changed', changes) };
  },
});

function shown(row: {
  version: number;
  kind: string;
  seenAfter: Date | null;
  seenAt: Date;
  document: unknown;
}): Diff['to'] {
  return {
    version: row.version,
    kind: row.kind as Diff['to']['kind'],
    seenAfter: row.seenAfter?.toISOString() ?? null,
    seenAt: row.seenAt.toISOString(),
    document: row.document as Record<string, unknown>,
  };
}
