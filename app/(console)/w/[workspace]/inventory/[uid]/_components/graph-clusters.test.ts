import { expect, test } from 'vitest';
import type { Graph, GraphNode } from '@/lib/schemas/graph';
import { clustersOf } from './graph-clusters';

const ROOT = '01a1fdfe-6273-7071-81b5-4a9b63195d61';
const node = (id: string, name: string, more: Partial<GraphNode> = {}): GraphNode => ({
  ...{ id, uid: id, name, type: 'AWS::EC2::Instance', key: `arn:aws:ec2:eu-west-1:1:instance/${id}`, accountId: null },
  ...{ region: 'eu-west-1', state: 'live', side: 'in', depth: 1 },
  ...more,
});

test('members of one name are told apart by what AWS calls them, others keep their name', () => {
  const nodes = [node('i-1', 'batch'), node('i-2', 'batch'), node('i-3', 'bastion')];
  const graph = {
    root: ROOT,
    nodes: [node(ROOT, 'workers', { side: 'self', depth: 0, type: 'AWS::EC2::SecurityGroup' }), ...nodes],
    edges: nodes.map(({ id }) => ({
      ...{ from: id, to: ROOT, kind: 'protectedBy', note: null, risky: false, certainty: 'certain' as const },
    })),
    groups: [],
  } as unknown as Graph;
  const [box] = clustersOf(graph, 'w');
  expect(box?.nodes.map(({ name }) => name)).toEqual(['batch i-1', 'batch i-2', 'bastion']);
});
