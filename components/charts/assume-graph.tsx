import Link from 'next/link';
import { type AssumeNode, layoutAssume, NODE_HEIGHT, type PlacedNode } from '@/components/charts/assume-layout';
import { ScrollRegion } from '@/components/ui/scroll-region';

export type AssumeGraphProps = {
  self: AssumeNode;
  /** Who gets in, the riskiest first. */
  admitted: readonly AssumeNode[];
  /** What it reaches. */
  reached: readonly AssumeNode[];
};

const LETTERS = { in: 26, this: 19, out: 26 } as const;

/** Left who gets in, middle this, right what it reaches. */
export function AssumeGraph({ self, admitted, reached }: AssumeGraphProps) {
  const { width, height, nodes, edges } = layoutAssume(admitted, self, reached);
  const label = [
    admitted.length > 0
      ? `${admitted.map((node) => `${node.kind} ${node.name}${node.note ? `, ${node.note}` : ''}${node.risky ? ', risky' : ''}`).join('; ')}: may assume ${self.name}.`
      : `Nobody may assume ${self.name}.`,
    reached.length > 0 ? `It reaches ${reached.map((node) => `${node.kind} ${node.name}`).join('; ')}.` : '',
  ].join(' ');
  return (
    <ScrollRegion label={`Who may assume ${self.name}`} className="overflow-x-auto">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no drawing */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        className="block w-full max-w-[860px] min-w-[640px]"
        // An image cannot hold links; a group can, and has the same words.
        role="group"
        aria-label={label}
      >
        {edges.map((edge) => (
          <g key={edge.id} className={edge.risky ? 'text-danger' : 'text-edge'}>
            <path d={edge.path} fill="none" stroke="currentColor" strokeWidth={1.5} />
            <path d={edge.head} fill="currentColor" />
          </g>
        ))}
        {nodes.map((node) =>
          node.href ? (
            <Link key={node.id} href={node.href} aria-label={`${node.kind} ${node.name}`} className="group">
              <GraphNode node={node} />
            </Link>
          ) : (
            <GraphNode key={node.id} node={node} />
          ),
        )}
      </svg>
    </ScrollRegion>
  );
}

function GraphNode({ node }: { node: PlacedNode }) {
  const { x, y, width, kind, name, note, risky, side } = node;
  const [fill, stroke] =
    side === 'this'
      ? ['var(--accent-soft)', 'var(--accent)']
      : risky
        ? ['var(--danger-soft)', 'var(--danger)']
        : ['var(--surface)', 'var(--line-strong)'];
  return (
    <g fontSize={12}>
      <title>{`${kind}: ${name}`}</title>
      <rect x={x + 0.5} y={y + 0.5} width={width - 1} height={NODE_HEIGHT - 1} rx={6} fill={fill} stroke={stroke} />
      <text x={x + 12} y={y + 23} fill="var(--fg-2)">
        {cut(kind, LETTERS[side])}
      </text>
      <text x={x + 12} y={y + 42} className="mono" fill="var(--fg)" fontWeight={side === 'this' ? 600 : 450}>
        {cut(name, LETTERS[side])}
      </text>
      {note ? (
        <text x={x + 12} y={y + NODE_HEIGHT + 14} fontSize={11} fill={risky ? 'var(--danger-text)' : 'var(--fg-3)'}>
          {cut(note, 36)}
        </text>
      ) : null}
    </g>
  );
}

function cut(text: string, letters: number): string {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}
