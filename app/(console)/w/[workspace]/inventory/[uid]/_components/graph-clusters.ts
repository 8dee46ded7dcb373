import type { RelationCluster, RelationNode } from '@/components/charts/relation-layout';
import { relationshipWord } from '@/components/resource/relationship-words';
import { typeNouns } from '@/components/resource/type-nouns';
import { sentenceCase } from '@/components/resource/types';
import { paths } from '@/lib/paths';
import type { Graph, GraphEdge, GraphNode } from '@/lib/schemas/graph';

/** A member of a box with what AWS calls it. */
type KeyedNode = RelationNode & { key: string };

/** What a box stands for, to list the rest of it. */
export type Asked = { of: string; direction: 'in' | 'out'; kind: string; type: string };
/** `asked`: null where the members hang on several nodes, so that there is not one list of the rest. */
export type GraphCluster = RelationCluster & { asked: Asked | null };

const STATE_WORDS = {
  live: '',
  deleted: ', deleted',
  unwatched: ', no longer watched',
  absent: ', not in the inventory',
} as const satisfies Record<GraphNode['state'], string>;

/**
 * The answer as boxes: each node hangs on the first neighbour that is one step nearer, by the kind that joins them, and
 * what hangs on the members of one box shares a box. A computed `mayAssume` says more than the collected `trusts` beside it.
 */
export function clustersOf(graph: Graph, workspace: string): GraphCluster[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const ties = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    for (const id of [edge.from, edge.to]) ties.set(id, [...(ties.get(id) ?? []), edge]);
  }
  const clusters = new Map<string, Omit<GraphCluster, 'nodes'> & { nodes: KeyedNode[] }>();
  const boxOf = new Map<string, string>();
  const clusterOf = (asked: Asked, column: number, worth: Pick<GraphEdge, 'risky' | 'certainty'>) => {
    const near = boxOf.get(asked.of) ?? asked.of;
    const { direction, kind, type } = asked;
    const id = `${near} ${direction} ${kind} ${type} ${worth.risky ? 'risky' : worth.certainty}`;
    const made = clusters.get(id) ?? {
      ...{ id, asked, column, near, direction, label: '' },
      nodes: [],
      rest: 0,
      restAtLeast: false,
      risky: worth.risky,
      conditional: worth.certainty === 'conditional',
    };
    if (made.asked?.of !== asked.of) made.asked = null;
    made.label = labelOf(asked, made.nodes.length + made.rest + 1);
    clusters.set(id, made);
    return made;
  };
  const columnOf = (node: GraphNode) => (node.side === 'in' ? -node.depth : node.depth);
  for (const node of graph.nodes) {
    const tie = (ties.get(node.id) ?? [])
      .filter((edge) => (byId.get(edge.from === node.id ? edge.to : edge.from)?.depth ?? 9) < node.depth)
      .sort((a, b) => Number(b.kind === 'mayAssume') - Number(a.kind === 'mayAssume'))[0];
    if (!tie) continue;
    const direction = tie.to === node.id ? 'out' : 'in';
    const of = direction === 'out' ? tie.from : tie.to;
    const cluster = clusterOf({ of, direction, kind: tie.kind, type: node.type }, columnOf(node), tie);
    cluster.nodes.push(nodeOf(node, tie, workspace));
    boxOf.set(node.id, cluster.id);
  }
  for (const { of, direction, kind, type, count, atLeast } of graph.groups) {
    const near = byId.get(of);
    if (!near) continue;
    const side =
      near.side === 'self' ? (direction === 'in' ? -1 : 1) : near.side === 'in' ? -near.depth - 1 : near.depth + 1;
    const cluster = clusterOf({ of, direction, kind, type }, side, { risky: false, certainty: 'certain' });
    cluster.rest += count;
    cluster.label = labelOf({ kind, type, direction }, cluster.nodes.length + cluster.rest);
    cluster.restAtLeast ||= atLeast;
  }
  for (const cluster of clusters.values()) cluster.nodes = tellApart(cluster.nodes);
  return [...clusters.values()].sort((a, b) => Number(a.risky) - Number(b.risky) || (a.label < b.label ? -1 : 1));
}

/** Where several of a box have one name, as instances of a group do, each says what it is called by AWS as well. */
function tellApart(nodes: readonly KeyedNode[]): KeyedNode[] {
  const names = Map.groupBy(nodes, ({ name }) => name);
  return nodes.map((node) => {
    const own = ownName(node.key);
    return (names.get(node.name)?.length ?? 0) > 1 && own !== node.name
      ? { ...node, name: `${node.name} ${own}` }
      : node;
  });
}

/** The last part of an ARN or a path. */
const ownName = (key: string) => key.slice(Math.max(key.lastIndexOf('/'), key.lastIndexOf(':')) + 1);

function labelOf({ kind, direction, type }: Omit<Asked, 'of'>, count: number): string {
  const { noun, nouns } = typeNouns(type);
  return `${relationshipWord(kind, direction)}: ${count === 1 ? noun : nouns}`;
}

function nodeOf(node: GraphNode, { kind, note, risky }: GraphEdge, workspace: string): KeyedNode {
  const { id, uid, name, key, type, accountId, state } = node;
  const where = accountId ? `, account ${accountId}` : '';
  const title = `${sentenceCase(typeNouns(type).noun)} ${name}${where}${STATE_WORDS[state]}${note ? `, ${note}` : ''} (${kind}, ${key})`;
  return {
    id,
    key,
    name: type === 'AWS::IAM::AnyPrincipal' ? 'anybody' : name,
    title,
    muted: state !== 'live',
    risky,
    ...(uid ? { href: paths.resource(workspace, uid, 'relationships') } : {}),
  };
}
