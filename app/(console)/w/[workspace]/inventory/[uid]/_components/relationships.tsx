'use client';
import Link from 'next/link';
import { useState } from 'react';
import { relationshipWord } from '@/components/resource/relationship-words';
import { typeNouns } from '@/components/resource/type-nouns';
import { typeLook } from '@/components/resource/types';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Icon } from '@/components/ui/icon';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { Segment } from '@/components/ui/segment';
import { SkeletonRows } from '@/components/ui/skeleton';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Graph } from '@/lib/schemas/graph';
import type { Resource } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../../_components/session';
import type { Asked } from './graph-clusters';
import { type Choice, GraphControls } from './graph-controls';
import { GraphList, GraphPicture, useGraph } from './graph-view';
import { NeighbourList } from './neighbour-list';
import { UsedBy } from './used-by';

type Relationship = Resource['relationships'][number];

/** What points here and what this points at: as a picture, as a list, and as everything that uses it. */
export function Relationships({ resource }: { resource: Resource }) {
  const [view, setView] = useState<View>(narrow() ? 'list' : 'graph');
  const [choice, setChoice] = useState<Choice>({ direction: 'both', depth: 1, kind: '' });
  const [find, setFind] = useState('');
  const [asked, setAsked] = useState<Asked | null>(null);
  const { graph, clusters, kinds, error } = useGraph(resource.uid, choice);
  const segment = <Segment label="Shown as" value={view} onChange={setView} options={VIEWS} />;
  if (view === 'used') return <UsedBy resource={resource} end={segment} />;
  return (
    <div className="grid gap-6">
      <Panel title="Relationships" fact={graph ? factOf(graph) : null} end={segment} flush>
        <GraphControls choice={choice} onChange={setChoice} kinds={kinds} find={find} onFind={setFind} />
        {error && !graph ? <ErrorState {...error} /> : null}
        {!graph && !error ? <SkeletonRows rows={8} label="Drawing the relationships" /> : null}
        {graph && clusters.length === 0 ? (
          <EmptyState title="No relationships">
            Nothing in the inventory points at this {typeNouns(resource.type).noun}, and it points at nothing, of the
            kinds and directions chosen.
          </EmptyState>
        ) : null}
        {graph && clusters.length > 0 && view === 'graph' ? (
          <GraphPicture resource={resource} clusters={clusters} find={find} onAsk={setAsked} />
        ) : null}
        {graph && clusters.length > 0 && view === 'list' ? (
          <GraphList clusters={clusters} find={find} onAsk={setAsked} />
        ) : null}
        {graph?.assume && graph.assume.left > 0 ? (
          <p className="border-line border-t px-3 py-2 text-12 text-fg-2 md:px-4">
            Of who may assume this role {count(graph.assume.looked)} users and roles of the account were judged by their
            policies, {count(graph.assume.left)} were not.
          </p>
        ) : null}
      </Panel>
      {asked ? (
        <NeighbourList key={`${asked.of} ${asked.kind} ${asked.type}`} asked={asked} onClose={() => setAsked(null)} />
      ) : null}
    </div>
  );
}

const narrow = () => typeof window !== 'undefined' && window.matchMedia('(max-width: 767px)').matches;

function factOf({ nodes, groups }: Graph): string {
  const left = groups.reduce((sum, group) => sum + group.count, 0);
  const shown = plural(nodes.length - 1, 'neighbour');
  return left > 0 ? `${shown} drawn, ${count(left)} counted` : shown;
}

const VIEWS = [
  { value: 'graph', label: 'Graph' },
  { value: 'list', label: 'List' },
  { value: 'used', label: 'What uses this' },
] as const;
type View = (typeof VIEWS)[number]['value'];

const SHOWN = 6;

/** The first few, on the overview. */
export function RelatedPanel({ resource }: { resource: Resource }) {
  const workspace = useWorkspaceId();
  const { relationships, uid } = resource;
  if (relationships.length === 0) return null;
  const shown = relationships.slice(0, SHOWN);
  return (
    <Panel
      title="Related"
      fact={
        shown.length < relationships.length
          ? `${shown.length} of ${plural(relationships.length, 'relationship')}`
          : plural(relationships.length, 'relationship')
      }
      end={
        <Link href={paths.resource(workspace, uid, 'relationships')} className={linkClass}>
          All
        </Link>
      }
      flush
    >
      <ul className="rows">
        {shown.map((one) => (
          <RelatedRow key={`${one.direction} ${one.kind} ${one.type} ${one.key} ${one.uid}`} related={one} withKind />
        ))}
      </ul>
    </Panel>
  );
}

function RelatedRow({ related, withKind }: { related: Relationship; withKind?: boolean }) {
  const workspace = useWorkspaceId();
  const { uid, name, type, key, kind, direction } = related;
  return (
    <li className="flex min-h-9 flex-wrap items-center gap-x-3 px-3 py-1.5 md:flex-nowrap md:px-4">
      <Icon as={typeLook(type).icon} size="sm" className="text-fg-3" />
      <span className="min-w-0 flex-1 truncate font-medium" title={key}>
        {uid ? (
          <Link href={paths.resource(workspace, uid)} className="hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
      <span className="mono text-fg-3">{type}</span>
      {withKind ? (
        <span className="w-36 shrink-0 truncate text-12 text-fg-2">{relationshipWord(kind, direction)}</span>
      ) : null}
      {uid ? null : <span className="shrink-0 text-12 text-fg-3">not in the inventory</span>}
    </li>
  );
}
