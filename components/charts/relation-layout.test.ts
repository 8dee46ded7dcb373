import { describe, expect, it } from 'vitest';
import { FOLDED, layoutRelations, type RelationCluster } from './relation-layout';
import { step } from './relation-walk';

const cluster = (id: string, column: number, count: number, more: Partial<RelationCluster> = {}): RelationCluster => ({
  id,
  column,
  near: 'self',
  direction: column < 0 ? 'in' : 'out',
  label: id,
  nodes: Array.from({ length: count }, (_, n) => ({ id: `${id}-${n}`, name: `${n}`, title: `${n}` })),
  rest: 0,
  restAtLeast: false,
  risky: false,
  conditional: false,
  ...more,
});
const overlaps = (a: { x: number; y: number; width: number; height: number }, b: typeof a) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('layoutRelations', () => {
  it('keeps 200 nodes apart, inside of the picture, folded and open', () => {
    const clusters = [
      cluster('a', -1, 90),
      cluster('b', -1, 3),
      cluster('c', 1, 60),
      cluster('d', 2, 46, { near: 'c' }),
    ];
    for (const opened of [new Set<string>(), new Set(['a', 'c', 'd'])]) {
      const { width, height, self, clusters: boxes } = layoutRelations(clusters, opened);
      const all = [self, ...boxes];
      for (const [at, box] of all.entries()) {
        expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
        for (const other of all.slice(at + 1)) expect(overlaps(box, other)).toBe(false);
      }
      for (const { nodes, ...box } of boxes) {
        for (const [at, node] of nodes.entries()) {
          expect(node.x >= box.x && node.x + node.width <= box.x + box.width).toBe(true);
          expect(node.y + node.height).toBeLessThanOrEqual(box.y + box.height);
          for (const other of nodes.slice(at + 1)) expect(overlaps(node, other)).toBe(false);
        }
      }
    }
  });

  it('folds many, and draws them all when opened', () => {
    const [folded] = layoutRelations([cluster('a', 1, 40)], new Set()).clusters;
    expect(folded).toMatchObject({ folded: 40 - FOLDED, all: 40, open: false });
    expect(folded?.nodes).toHaveLength(FOLDED);
    const [open] = layoutRelations([cluster('a', 1, 40)], new Set(['a'])).clusters;
    expect(open?.nodes).toHaveLength(40);
    expect(layoutRelations([cluster('a', 1, FOLDED + 1)], new Set()).clusters[0]?.folded).toBe(0);
  });

  it('bends at right angles and draws what is risky last', () => {
    const { edges } = layoutRelations([cluster('a', -1, 1, { risky: true }), cluster('b', 1, 1)], new Set());
    expect(edges.map(({ id }) => id)).toEqual(['b', 'a']);
    for (const { path } of edges) expect(path).toMatch(/^M[\d.-]+ [\d.-]+H[\d.-]+V[\d.-]+H[\d.-]+$/);
  });

  it('hangs what is further on the box it belongs to, folded or not', () => {
    const { edges, clusters, self } = layoutRelations(
      [cluster('a', 1, 40), cluster('b', 2, 1, { near: 'a' })],
      new Set(),
    );
    const box = clusters.find(({ id }) => id === 'a');
    const start = (id: string) => Number(/^M([\d.-]+)/.exec(edges.find((edge) => edge.id === id)?.path ?? '')?.[1]);
    expect(start('a')).toBe(self.x + self.width);
    expect(start('b')).toBe((box?.x ?? 0) + (box?.width ?? 0));
  });

  it('with nothing around it is this alone', () => {
    expect(layoutRelations([], new Set())).toMatchObject({ clusters: [], edges: [], self: { x: 0, y: 0 } });
  });
});

describe('step', () => {
  const stops = [
    { id: 'left', x: 0, y: 50, width: 10, height: 10 },
    { id: 'self', x: 100, y: 50, width: 10, height: 10 },
    { id: 'upper', x: 200, y: 0, width: 10, height: 10 },
    { id: 'lower', x: 200, y: 60, width: 10, height: 10 },
  ];
  it('goes to the nearest that way and stays at an end', () => {
    expect(step(stops, 'self', 'ArrowRight')).toBe('lower');
    expect(step(stops, 'self', 'ArrowLeft')).toBe('left');
    expect(step(stops, 'lower', 'ArrowUp')).toBe('upper');
    expect(step(stops, 'left', 'ArrowLeft')).toBeNull();
    expect(step(stops, 'gone', 'ArrowLeft')).toBe('left');
  });
});
