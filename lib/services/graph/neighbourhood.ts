import type { Resource as ResourceRow } from '@/lib/db/generated/prisma/client';
import { idSchema } from '@/lib/schemas/common';
import { type Graph, type GraphNode, graphQuerySchema, MAY_ASSUME } from '@/lib/schemas/graph';
import { resourceRow } from '../inventory/get';
import { workspaceRead } from '../verb';
import { edgesFrom, edgesTo, type Fan } from './edges';
import { mayAssumeEdges } from './may-assume';
import { Picture } from './picture';

/** Edges read of one node: nearer ones are counted further. */
const CAPS = [20_000, 2_000, 500] as const;
/** Neighbours of one kind and type that are drawn of one node, by step; the rest is a group that can be opened. */
const SHOWN = [40, 8, 4] as const;

/** The neighbourhood of a resource, breadth first. Far ends are resolved at read time (docs/decisions/0082). */
export const resourceGraph = workspaceRead({
  permission: 'inventory:read',
  input: graphQuerySchema.extend({ uid: idSchema }),
  async run(tx, { uid, depth, kinds, direction, limit }, { workspaceId }): Promise<Graph> {
    const row = await resourceRow(tx, workspaceId, uid);
    const wanted = kinds && kinds.length > 0 ? kinds : null;
    const picture = new Picture(rootNode(row), limit, CAPS[0]);
    const derived = !wanted || wanted.includes(MAY_ASSUME);
    const assume = derived ? await mayAssumeEdges(tx, row, direction, picture) : null;
    const collected = wanted?.filter((kind) => kind !== MAY_ASSUME) ?? null;
    let frontier = collected?.length === 0 ? [] : [uid];
    for (let step = 0; step < depth && frontier.length > 0; step += 1) {
      const fan: Fan = { kinds: collected, shown: SHOWN[step] ?? 4, cap: CAPS[step] ?? 500 };
      const next = new Set<string>();
      // In turns, so that a picture that fills up has both sides in it.
      if (direction !== 'in') {
        for (const found of picture.grow(await edgesFrom(tx, workspaceId, frontier, fan), 'out', step + 1))
          next.add(found);
      }
      if (direction !== 'out') {
        for (const found of picture.grow(await edgesTo(tx, workspaceId, frontier, fan), 'in', step + 1))
          next.add(found);
      }
      frontier = [...next];
    }
    return picture.answer(assume);
  },
});

function rootNode(row: ResourceRow): GraphNode {
  const { uid, type, name, arn, id, accountId, region } = row;
  const state = row.deletedAt ? 'deleted' : row.unwatchedAt ? 'unwatched' : 'live';
  return { id: uid, uid, type, name, key: arn ?? id, accountId, region, state, depth: 0, side: 'self' };
}
