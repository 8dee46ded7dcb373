export type AssumeNode = {
  id: string;
  /** What it is: "GitHub Actions", "AWS service", "Role, prod-platform". */
  kind: string;
  name: string;
  /** Under a node at the left: how it gets in, "aud equals, sub by wildcard". */
  note?: string;
  risky?: boolean;
  href?: string;
};

export type PlacedNode = AssumeNode & { x: number; y: number; width: number; side: 'in' | 'this' | 'out' };
export type PlacedEdge = { id: string; path: string; head: string; risky: boolean };
export type AssumeLayout = { width: number; height: number; nodes: PlacedNode[]; edges: PlacedEdge[] };

export const NODE_HEIGHT = 56;
const STEP = 92;
const COLUMNS = { in: { x: 0, width: 212 }, this: { x: 276, width: 164 }, out: { x: 504, width: 212 } } as const;

/** Three columns, each centred on the tallest; edges bend once, at right angles; risky edges come last, to lie on top. */
export function layoutAssume(
  admitted: readonly AssumeNode[],
  self: AssumeNode,
  reached: readonly AssumeNode[],
): AssumeLayout {
  const tallest = Math.max(admitted.length, reached.length, 1);
  const height = (tallest - 1) * STEP + NODE_HEIGHT + 24;
  const column = (nodes: readonly AssumeNode[], side: PlacedNode['side']): PlacedNode[] => {
    const top = 4 + ((tallest - nodes.length) * STEP) / 2;
    return nodes.map((node, index) => ({ ...node, ...COLUMNS[side], side, y: top + index * STEP }));
  };
  const left = column(admitted, 'in');
  const [middle] = column([self], 'this');
  const right = column(reached, 'out');
  if (!middle) return { width: 716, height, nodes: [], edges: [] };
  const edges = [...left.map((node) => edge(node, middle)), ...right.map((node) => edge(middle, node))];
  return {
    width: 716,
    height,
    nodes: [...left, middle, ...right],
    edges: [...edges.filter((one) => !one.risky), ...edges.filter((one) => one.risky)],
  };
}

function edge(from: PlacedNode, to: PlacedNode): PlacedEdge {
  const x1 = from.x + from.width;
  const y1 = from.y + NODE_HEIGHT / 2;
  const x2 = to.x;
  const y2 = to.y + NODE_HEIGHT / 2;
  const risky = Boolean(from.side === 'in' ? from.risky : to.risky);
  return {
    id: `${from.id}>${to.id}`,
    path: `M${x1} ${y1}H${(x1 + x2) / 2}V${y2}H${x2 - 6}`,
    head: `m${x2 - 8} ${y2 - 4} 6 4-6 4z`,
    risky,
  };
}
