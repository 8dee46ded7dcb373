'use client';
import Link from 'next/link';
import { relationshipWord } from '@/components/resource/relationship-words';
import { typeLook } from '@/components/resource/types';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Resource } from '@/lib/schemas/inventory';
import { useWorkspaceId } from '../../../../../_components/session';

type Relationship = Resource['relationships'][number];
type Group = { id: string; word: string; direction: Relationship['direction']; members: Relationship[] };

/** By kind and direction, in the order they come: what this points at first. */
function groupsOf(relationships: readonly Relationship[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of relationships) {
    const id = `${one.direction} ${one.kind}`;
    const group = groups.get(id) ?? {
      id,
      word: relationshipWord(one.kind, one.direction),
      direction: one.direction,
      members: [],
    };
    group.members.push(one);
    groups.set(id, group);
  }
  return [...groups.values()].sort((a, b) => (a.direction === b.direction ? 0 : a.direction === 'out' ? -1 : 1));
}

export function Relationships({ resource }: { resource: Resource }) {
  const groups = groupsOf(resource.relationships);
  if (groups.length === 0) {
    return (
      <Panel flush label="Relationships">
        <EmptyState title="No relationships">
          Nothing in the inventory points at this {typeLook(resource.type).noun}, and it points at nothing.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="grid items-start gap-6 xl:grid-cols-2">
      {groups.map(({ id, word, direction, members }) => (
        <Panel
          key={id}
          title={word}
          fact={count(members.length)}
          end={direction === 'out' ? 'from here' : 'to here'}
          flush
        >
          <ul className="rows">
            {members.map((one) => (
              <RelatedRow key={`${one.type} ${one.key} ${one.uid}`} related={one} />
            ))}
          </ul>
        </Panel>
      ))}
    </div>
  );
}

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
