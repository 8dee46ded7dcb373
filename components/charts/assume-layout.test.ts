import { expect, test } from 'vitest';
import { type AssumeNode, layoutAssume, NODE_HEIGHT } from '@/components/charts/assume-layout';

const node = (id: string, risky = false): AssumeNode => ({ id, kind: 'Role', name: id, risky });

test('the risky edge is drawn last', () => {
  const { edges } = layoutAssume([node('bad', true), node('codebuild')], node('self'), [node('writer')]);
  expect(edges.map((edge) => edge.id)).toEqual(['codebuild>self', 'self>writer', 'bad>self']);
  expect(edges.at(-1)?.risky).toBe(true);
});

test('edges are right-angled and end at their node', () => {
  const { edges, nodes } = layoutAssume([node('a'), node('b'), node('c')], node('self'), []);
  const self = nodes.find((placed) => placed.id === 'self');
  for (const edge of edges) {
    expect(edge.path).toMatch(/^M\S+ \S+H\S+V\S+H\S+$/);
    expect(edge.path.endsWith(`V${(self?.y ?? 0) + NODE_HEIGHT / 2}H270`)).toBe(true);
  }
});

test('nodes of a column do not overlap, and all are inside', () => {
  const { nodes, height } = layoutAssume([node('a'), node('b'), node('c')], node('self'), [node('x'), node('y')]);
  const left = nodes.filter((placed) => placed.side === 'in').map((placed) => placed.y);
  expect((left[1] ?? 0) - (left[0] ?? 0)).toBeGreaterThanOrEqual(NODE_HEIGHT + 24);
  for (const placed of nodes) {
    expect(placed.y).toBeGreaterThanOrEqual(0);
    expect(placed.y + NODE_HEIGHT).toBeLessThanOrEqual(height);
  }
});

test('a role nobody may assume is still drawn', () => {
  expect(layoutAssume([], node('self'), []).nodes).toHaveLength(1);
});
