import { v7 as uuidv7 } from 'uuid';
import type { NormalizedResource } from '@/lib/collectors/types';
import { inWorkspace } from '@/lib/db/transaction';
import { ACCOUNT, type InventoryFixture } from '../inventory/testing/fixture';

/** Puts resources of any type straight into the inventory with their edges; uids by "Kind name" (`Role web`). */
export async function putResources(
  f: InventoryFixture,
  workspaceId: string,
  things: readonly NormalizedResource[],
  accountId = ACCOUNT,
): Promise<Map<string, string>> {
  const at = new Date(Date.UTC(2026, 0, 1));
  const hash = new Uint8Array(32);
  const rows = things.map((thing) => ({ ...thing, uid: uuidv7() }));
  await inWorkspace(f.db, workspaceId, async (tx) => {
    await tx.resource.createMany({
      data: rows.map(({ relationships: _relationships, unread: _unread, createdAt: _createdAt, type, ...row }) => ({
        ...row,
        workspaceId,
        accountId,
        type,
        service: (type.split('::')[1] ?? '').toLowerCase(),
        ...{ contentHash: hash, rowHash: hash, firstSeenAt: at, observedAt: at, changedAt: at },
      })),
    });
    await tx.relationship.createMany({
      data: rows.flatMap(({ uid: fromUid, relationships }) =>
        relationships.map(({ kind, toType, toArn, toId, toName }) => ({
          ...{ workspaceId, fromUid, kind, toType },
          toKey: toArn ?? toId ?? toName ?? '',
          toBy: toArn ? 'arn' : toId ? 'id' : 'name',
        })),
      ),
    });
  });
  return new Map(rows.map(({ type, name, uid }) => [`${type.split('::')[2]} ${name}`, uid]));
}
