/** A thing in the picture; its place is its cluster's. */
export type RelationNode = {
  id: string;
  name: string;
  /** The whole of it, for the tooltip and screen readers. */
  title: string;
  href?: string;
  muted?: boolean;
  risky?: boolean;
};

/** Neighbours of one node that are of one kind and type: one box and one edge, however many they are. */
export type RelationCluster<Node extends RelationNode = RelationNode> = {
  id: string;
  /** Steps from the middle: left below zero, right above. */
  column: number;
  /** The box that it hangs on; anything else means the middle. */
  near: string;
  /** `out`: the near node points at these. */
  direction: 'in' | 'out';
  label: string;
  nodes: readonly Node[];
  /** Left out of the picture altogether. */
  rest: number;
  restAtLeast: boolean;
  risky: boolean;
  conditional: boolean;
};

export type Box = { x: number; y: number; width: number; height: number };
export type PlacedNode<Node extends RelationNode> = Node & Box;
export type PlacedCluster<Node extends RelationNode> = Omit<RelationCluster<Node>, 'nodes'> &
  Box & {
    nodes: PlacedNode<Node>[];
    all: number;
    /** How many of its nodes are folded away; they are drawn when it is opened. */
    folded: number;
    open: boolean;
    /** Where its last line stands; null without one. */
    more: Box | null;
  };
export type RelationEdge = { id: string; path: string; head: string; risky: boolean; conditional: boolean };
export type RelationLayout<Node extends RelationNode> = {
  width: number;
  height: number;
  self: Box;
  clusters: PlacedCluster<Node>[];
  edges: RelationEdge[];
};

export const NODE = { width: 208, height: 28 } as const;
const GAP = 4;
const PAD = 8;
const HEADER = 34;
const BETWEEN = 20;
const GUTTER = 64;
const SELF = { width: 224, height: 60 } as const;
/** A box with more than this is folded to this many until it is opened; to fewer where many boxes share a column. */
export const FOLDED = 6;
const FOLDED_AMONG_MANY = 3;
const MANY = 2;

/**
 * Columns by distance, this in the middle; in each, boxes of one kind and type. An edge goes to a box, not to each of its
 * members, and bends at right angles; risky ones come last, to lie on top.
 */
export function layoutRelations<Node extends RelationNode>(
  clusters: readonly RelationCluster<Node>[],
  opened: ReadonlySet<string>,
  /** How many members stand beside each other in an open box, at most. */
  abreast = 3,
): RelationLayout<Node> {
  const beside = (column: number) => clusters.filter((one) => one.column === column).length;
  const sized = clusters.map((cluster) =>
    size(cluster, opened.has(cluster.id), beside(cluster.column) > MANY ? FOLDED_AMONG_MANY : FOLDED, abreast),
  );
  const columns = [...new Set([0, ...sized.map(({ column }) => column)])].sort((a, b) => a - b);
  const widthOf = (column: number) =>
    Math.max(column === 0 ? SELF.width : 0, ...sized.filter((one) => one.column === column).map(({ width }) => width));
  const heightOf = (column: number) => {
    const own = sized.filter((one) => one.column === column);
    return column === 0 ? SELF.height : own.reduce((sum, { height }) => sum + height + BETWEEN, -BETWEEN);
  };
  const height = Math.max(...columns.map(heightOf));
  let x = 0;
  const self: Box = { x: 0, y: (height - SELF.height) / 2, ...SELF };
  const placed: PlacedCluster<Node>[] = [];
  for (const column of columns) {
    const width = widthOf(column);
    if (column === 0) self.x = x;
    let y = (height - heightOf(column)) / 2;
    for (const cluster of sized.filter((one) => one.column === column)) {
      // Left boxes stand against the gutter at their right.
      placed.push(move(cluster, column < 0 ? x + width - cluster.width : x, y));
      y += cluster.height + BETWEEN;
    }
    x += width + GUTTER;
  }
  const edges = placed.map((cluster) => edge(cluster, self, placed));
  return {
    width: x - GUTTER,
    height,
    self,
    clusters: placed,
    edges: [...edges.filter(({ risky }) => !risky), ...edges.filter(({ risky }) => risky)],
  };
}

function size<Node extends RelationNode>(
  cluster: RelationCluster<Node>,
  open: boolean,
  most: number,
  abreast: number,
): PlacedCluster<Node> {
  const foldable = cluster.nodes.length > most + 1;
  const shown = foldable && !open ? cluster.nodes.slice(0, most) : cluster.nodes;
  const folded = cluster.nodes.length - shown.length;
  const columns = Math.min(abreast, shown.length <= 8 ? 1 : shown.length <= 24 ? 2 : 3);
  const rows = Math.ceil(shown.length / columns);
  const width = columns * (NODE.width + GAP) - GAP + 2 * PAD;
  const nodes = shown.map((node, at) => ({
    ...node,
    x: PAD + (at % columns) * (NODE.width + GAP),
    y: HEADER + Math.floor(at / columns) * (NODE.height + GAP),
    ...NODE,
  }));
  const line = folded > 0 || cluster.rest > 0 || (foldable && open);
  const y = HEADER + rows * (NODE.height + GAP);
  const more = line ? { x: PAD, y, width: width - 2 * PAD, height: NODE.height } : null;
  const height = y - GAP + (line ? NODE.height + GAP : 0) + PAD;
  return { ...cluster, nodes, all: cluster.nodes.length, folded, open, more, x: 0, y: 0, width, height };
}

function move<Node extends RelationNode>(cluster: PlacedCluster<Node>, x: number, y: number): PlacedCluster<Node> {
  const shift = <B extends Box>(box: B): B => ({ ...box, x: box.x + x, y: box.y + y });
  return { ...cluster, x, y, nodes: cluster.nodes.map(shift), more: cluster.more && shift(cluster.more) };
}

/** From the near box's side to the middle of the box's head; the arrow stands where the relation points. */
function edge<Node extends RelationNode>(
  cluster: PlacedCluster<Node>,
  self: Box,
  all: readonly PlacedCluster<Node>[],
): RelationEdge {
  const owner = all.find(({ id }) => id === cluster.near);
  const right = cluster.column > 0;
  const from = owner ? { ...owner, height: HEADER } : self;
  const x1 = right ? from.x + from.width : from.x;
  const y1 = from.y + from.height / 2;
  const x2 = right ? cluster.x : cluster.x + cluster.width;
  const y2 = cluster.y + HEADER / 2;
  // Boxes that are narrower than their column leave the bend in the gutter next to the near one.
  const bend = right ? x1 + GUTTER / 2 : x1 - GUTTER / 2;
  const forward = cluster.direction === 'out';
  const [tip, tipY] = forward ? [x2, y2] : [x1, y1];
  const pointsRight = forward === right;
  const back = pointsRight ? -8 : 8;
  return {
    id: cluster.id,
    path: `M${x1} ${y1}H${bend}V${y2}H${x2}`,
    head: `M${tip + back} ${tipY - 4}L${tip} ${tipY}L${tip + back} ${tipY + 4}z`,
    risky: cluster.risky,
    conditional: cluster.conditional,
  };
}
