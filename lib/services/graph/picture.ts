import { arnName, splitArn } from '@/lib/format/arn';
import type { Direction, Graph, GraphEdge, GraphGroup, GraphNode } from '@/lib/schemas/graph';
import type { EdgeRow, End } from './edges';

/** A picture as it grows: nodes up to a limit, edges between those in it, what is left out counted. */
export class Picture {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #groups = new Map<string, GraphGroup>();

  constructor(
    readonly root: GraphNode,
    readonly limit: number,
    readonly cap: number,
  ) {
    this.#nodes.set(root.id, root);
  }

  get full(): boolean {
    return this.#nodes.size >= this.limit;
  }

  /** Takes in one step's edges of a direction; gives the uids that are new, to go on from. */
  grow(rows: readonly EdgeRow[], direction: Direction, depth: number): string[] {
    const fresh: string[] = [];
    const drawn = new Map<string, number>();
    for (const row of rows) {
      const near = this.#nodes.get(row.node);
      if (!near) continue;
      const far = this.#node(row, near.side === 'self' ? direction : near.side, depth);
      const group = groupKey(row.node, direction, row.kind, row.type);
      if (!far) {
        if (!drawn.has(group)) drawn.set(group, 0);
        continue;
      }
      drawn.set(group, (drawn.get(group) ?? 0) + 1);
      if (far.depth === depth && far.uid && !fresh.includes(far.uid)) fresh.push(far.uid);
      this.#edge(direction === 'out' ? near.id : far.id, direction === 'out' ? far.id : near.id, row.kind);
    }
    for (const row of rows) {
      const group = groupKey(row.node, direction, row.kind, row.type);
      const left = row.total - (drawn.get(group) ?? 0);
      if (left <= 0 || !this.#nodes.has(row.node)) continue;
      const { node: of, kind, type } = row;
      this.#groups.set(group, { of, direction, kind, type, count: left, atLeast: row.total >= this.cap });
    }
    return fresh;
  }

  /** An edge that was computed, with what it is worth. A kind that was collected between the same two gives way to it. */
  derive(far: End, direction: Direction, kind: string, worth: Pick<GraphEdge, 'certainty' | 'risky' | 'note'>): void {
    const node = this.#node({ ...far, node: this.root.id, total: 1 }, direction, 1);
    if (!node) return;
    const [from, to] = direction === 'in' ? [node.id, this.root.id] : [this.root.id, node.id];
    this.#edges.set(`${from} ${kind} ${to}`, { from, to, kind, ...worth });
  }

  answer(assume: Graph['assume']): Graph {
    return {
      root: this.root.id,
      nodes: [...this.#nodes.values()],
      edges: [...this.#edges.values()],
      groups: [...this.#groups.values()],
      assume,
    };
  }

  #edge(from: string, to: string, kind: string): void {
    // What a role trusts is not reached by it: seen from outside it is a way in, and a wide one is red.
    const open = kind === 'trusts' && this.#nodes.get(to)?.type === 'AWS::IAM::AnyPrincipal';
    const id = `${from} ${kind} ${to}`;
    if (!this.#edges.has(id)) this.#edges.set(id, { from, to, kind, certainty: 'certain', risky: open, note: null });
  }

  #node(row: EdgeRow, side: Direction, depth: number): GraphNode | null {
    const id = row.uid ?? `${row.type} ${row.key}`;
    const known = this.#nodes.get(id);
    if (known) return known;
    if (this.full) return null;
    const made: GraphNode = { id, ...endOf(row), depth, side };
    this.#nodes.set(id, made);
    return made;
  }
}

export const groupKey = (of: string, direction: Direction, kind: string, type: string) =>
  `${of} ${direction} ${kind} ${type}`;

/** A far end for people: its name, or what the key says of one that is not in the inventory. */
export function endOf(end: End): Omit<GraphNode, 'id' | 'depth' | 'side'> {
  const arn = splitArn(end.key);
  return {
    uid: end.uid,
    type: end.type,
    name: end.name ?? (arn ? (arn.resource === 'root' ? arn.account : arnName(end.key)) : end.key),
    key: end.key,
    accountId: end.accountId ?? (arn?.account || null),
    region: end.region ?? (arn?.region || null),
    state: end.state ?? 'absent',
  };
}
