'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { RelationGraph } from '@/components/charts/relation-graph';
import { typeNouns } from '@/components/resource/type-nouns';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { read } from '@/lib/client/queries';
import { count } from '@/lib/format/number';
import type { Graph } from '@/lib/schemas/graph';
import type { Resource } from '@/lib/schemas/inventory';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';
import { type Asked, clustersOf, type GraphCluster } from './graph-clusters';
import type { Choice } from './graph-controls';

/** The neighbourhood as boxes, and the kinds it has when none is chosen. */
export function useGraph(uid: string, { direction, depth, kind }: Choice) {
  const workspaceId = useWorkspaceId();
  const query = useQuery(
    read('resources.graph', {
      params: { workspaceId, uid },
      query: { direction, depth, ...(kind ? { kinds: kind } : {}) },
    }),
  );
  const whole = useQuery(
    read('resources.graph', { params: { workspaceId, uid }, query: { direction: 'both', depth } }),
  );
  // What is kept while another resource loads is not this one's.
  const graph = query.data?.root === uid ? query.data : undefined;
  const clusters = useMemo(() => (graph ? clustersOf(graph, workspaceId) : []), [graph, workspaceId]);
  const kinds = useMemo(() => kindsOf(whole.data), [whole.data]);
  return { graph, clusters, kinds, error: errorOf('The relationships could not be read', query) };
}

function kindsOf(graph: Graph | undefined): string[] {
  if (!graph) return [];
  return [...new Set([...graph.edges, ...graph.groups].map(({ kind }) => kind))].sort();
}

type Props = {
  clusters: readonly GraphCluster[];
  find: string;
  onAsk: (asked: Asked) => void;
};

export function GraphPicture({ resource, clusters, find, onAsk }: Props & { resource: Resource }) {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const wanted = find.trim().toLowerCase();
  // A folded box opens when what is looked for is in it.
  const open = useMemo(() => {
    if (wanted === '') return opened;
    const found = clusters.filter(({ nodes }) => nodes.some(({ title }) => title.toLowerCase().includes(wanted)));
    return new Set([...opened, ...found.map(({ id }) => id)]);
  }, [opened, clusters, wanted]);
  const toggle = (id: string) =>
    setOpened((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));
  const rest = (id: string) => {
    const cluster = clusters.find((one) => one.id === id);
    if (cluster?.asked) onAsk(cluster.asked);
  };
  return (
    <RelationGraph
      label={`Relationships of ${resource.name}`}
      self={{ id: resource.uid, kind: typeNouns(resource.type).noun, name: resource.name }}
      clusters={clusters}
      opened={open}
      onToggle={toggle}
      onRest={rest}
      find={find}
    />
  );
}

/** The same as the picture, in words: for screen readers and narrow screens. */
export function GraphList({ clusters, find, onAsk }: Props) {
  const wanted = find.trim().toLowerCase();
  return (
    <ul className="rows">
      {clusters.map(({ id, label, nodes, rest, restAtLeast, risky, column, asked }) => {
        const shown = nodes.filter(({ title }) => wanted === '' || title.toLowerCase().includes(wanted));
        return (
          <li key={id} className="px-3 py-2 md:px-4">
            <h3 className={cn('flex items-baseline gap-2 font-medium', risky && 'text-danger-text')}>
              {label}
              <span className="text-12 font-normal text-fg-3">
                {count(nodes.length + rest)}
                {restAtLeast ? ' or more' : ''}
                {Math.abs(column) > 1 ? `, ${Math.abs(column)} steps away` : ''}
              </span>
            </h3>
            <ul className="mt-1 grid gap-x-6 md:grid-cols-2 xl:grid-cols-3">
              {shown.map(({ id: node, name, title, href, muted }) => (
                <li key={node} className={cn('mono min-w-0 truncate py-0.5', muted && 'text-fg-3')} title={title}>
                  {href ? (
                    <Link href={href} className="inline-block min-h-6 max-w-full truncate hover:underline">
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </li>
              ))}
            </ul>
            {rest > 0 && !asked ? <p className="mt-1 text-12 text-fg-3">{count(rest)} beyond</p> : null}
            {rest > 0 && asked ? (
              <Button size="sm" intent="ghost" className="mt-1" onClick={() => onAsk(asked)}>
                {`${count(rest)}${restAtLeast ? ' or more' : ''} beyond: list them`}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
