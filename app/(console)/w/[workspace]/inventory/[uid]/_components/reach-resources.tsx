'use client';
import Link from 'next/link';
import { typeNouns } from '@/components/resource/type-nouns';
import { sentenceCase, typeLook } from '@/components/resource/types';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { count, plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { BlastRadius } from '@/lib/schemas/reach';
import { useWorkspaceId } from '../../../../../_components/session';
import { Evidence } from './evidence';
import { LEVEL, LEVELS } from './reach-words';

type Reachable = BlastRadius['reachable'][number];

/** By type: how many of how many, on which level, and the most telling ones with the statement that allows. */
export function ReachableResources({ reach }: { reach: BlastRadius }) {
  const { reachable, notJudged } = reach;
  const left = notJudged.reduce((sum, one) => sum + one.count, 0);
  return (
    <Panel
      title="Resources of its account"
      fact={reachable.length > 0 ? plural(reachable.length, 'type') : null}
      flush
      footer={left > 0 ? `${plural(left, 'resource')} of ${plural(notJudged.length, 'other type')} not judged` : null}
    >
      {reachable.length === 0 ? (
        <EmptyState title="No resource is reached">
          Its own policies, as far as they are known, allow none of the telling actions on what the inventory has of
          this account.
        </EmptyState>
      ) : null}
      {reachable.map((one) => (
        <TypeReach key={one.type} one={one} reach={reach} />
      ))}
    </Panel>
  );
}

function TypeReach({ one, reach }: { one: Reachable; reach: BlastRadius }) {
  const workspaceId = useWorkspaceId();
  const { type, total, reached, conditional, exact, judged, levels, telling } = one;
  const said = LEVELS.filter((level) => levels[level] > 0)
    .toReversed()
    .map((level) => `${LEVEL[level].word} ${count(levels[level])}`);
  return (
    <details className="border-line border-b last:border-b-0">
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 px-3 py-2 hover:bg-hover md:min-h-9 md:px-4">
        <Icon as={typeLook(type).icon} size="sm" className="text-fg-3" />
        <span className="font-medium">
          {count(reached)} of {exact ? count(total) : `the first ${count(judged)} of ${count(total)}`}{' '}
          {total === 1 ? typeNouns(type).noun : typeNouns(type).nouns}
        </span>
        {conditional > 0 ? <span className="text-12 text-fg-3">{count(conditional)} if conditions allow</span> : null}
        <span className="text-12 text-fg-2 md:ml-auto">{said.join(' · ')}</span>
      </summary>
      <ul className="rows border-line border-t">
        {telling.map((found) => (
          <li key={found.uid} className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1 md:px-4">
            <Link
              href={paths.resource(workspaceId, found.uid)}
              className="mono min-w-0 flex-1 truncate hover:underline"
            >
              {found.name}
            </Link>
            <Badge tone={LEVEL[found.level].tone}>{LEVEL[found.level].word}</Badge>
            <span className="mono text-fg-2">{found.action}</span>
            {found.partial ? <span className="text-12 text-fg-3">in part</span> : null}
            {found.depends.length > 0 ? (
              <span className="text-12 text-fg-3">depends on {found.depends.join(', ')}</span>
            ) : null}
            <Evidence reach={reach} by={found.by} />
          </li>
        ))}
        {reached > telling.length ? (
          <li className="px-3 py-2 text-12 text-fg-3 md:px-4">
            {sentenceCase(plural(reached - telling.length, 'further one', 'further ones'))} not named here
          </li>
        ) : null}
      </ul>
    </details>
  );
}
