import Link from 'next/link';
import type { Box, PlacedCluster, PlacedNode, RelationNode } from '@/components/charts/relation-layout';
import { cn } from '@/components/ui/cn';
import { count } from '@/lib/format/number';

const place = ({ x, y, width, height }: Box) => ({ left: x, top: y, width, height });

/** The middle of the picture: what it is about. */
export function SelfBox({ self, at }: { self: { id: string; kind: string; name: string }; at: Box }) {
  return (
    <button
      type="button"
      data-stop={self.id}
      className="absolute grid cursor-default content-center rounded-2 border border-accent bg-accent-soft px-3 text-left"
      style={place(at)}
    >
      <span className="text-12 text-fg-2">This {self.kind}</span>
      <span className="mono truncate font-semibold" title={self.name}>
        {self.name}
      </span>
    </button>
  );
}

type BoxProps = {
  cluster: PlacedCluster<RelationNode>;
  /** In lower case; empty when nothing is looked for. */
  find: string;
  onToggle: () => void;
  onRest: () => void;
};

/** Neighbours of one kind and type: how many they are, the first of them, and what opens the others. */
export function RelationBox({ cluster, find, onToggle, onRest }: BoxProps) {
  const { id, label, nodes, all, folded, rest, restAtLeast, open, more, risky, conditional, x, y } = cluster;
  const inBox = (box: Box) => place({ ...box, x: box.x - x, y: box.y - y });
  const total = `${count(all + rest)}${restAtLeast ? ' or more' : ''}`;
  return (
    <div
      className={cn('absolute rounded-2 border bg-surface', risky ? 'border-danger' : 'border-line-strong')}
      style={place(cluster)}
    >
      <h3 className="flex h-[34px] items-center gap-2 px-3 text-12 font-medium">
        <span className={cn('truncate', risky ? 'text-danger-text' : 'text-fg-2')} title={label}>
          {label}
        </span>
        {conditional ? <span className="shrink-0 text-11 font-normal text-fg-3">if conditions allow</span> : null}
        <span className="ml-auto shrink-0 font-normal text-fg-3">{total}</span>
      </h3>
      {nodes.map((node) => (
        <RelationItem
          key={node.id}
          node={node}
          at={inBox(node)}
          found={find === '' || node.title.toLowerCase().includes(find)}
        />
      ))}
      {more ? (
        <button
          type="button"
          data-stop={`more ${id}`}
          onClick={folded > 0 || rest === 0 ? onToggle : onRest}
          className="absolute truncate rounded-1 px-2 text-left text-12 font-medium text-accent-text hover:bg-hover"
          style={inBox(more)}
        >
          {folded > 0
            ? `Show ${count(folded)} more${rest > 0 ? `, ${count(rest)} beyond` : ''}`
            : rest > 0
              ? `${count(rest)}${restAtLeast ? ' or more' : ''} beyond: list them`
              : open
                ? 'Show fewer'
                : ''}
        </button>
      ) : null}
    </div>
  );
}

const ITEM = 'absolute flex items-center rounded-1 border px-2 mono';

function RelationItem({ node, at, found }: { node: PlacedNode<RelationNode>; at: object; found: boolean }) {
  const { id, name, title, href, muted, risky } = node;
  const className = cn(
    ITEM,
    risky ? 'border-danger bg-danger-soft' : 'border-line bg-bg',
    muted && 'text-fg-3',
    !found && 'opacity-30',
  );
  const text = <span className="truncate">{name}</span>;
  return href ? (
    <Link
      href={href}
      data-stop={id}
      draggable={false}
      title={title}
      className={cn(className, 'hover:bg-hover')}
      style={at}
    >
      {text}
    </Link>
  ) : (
    <button type="button" data-stop={id} title={title} className={cn(className, 'cursor-default text-left')} style={at}>
      {text}
    </button>
  );
}
