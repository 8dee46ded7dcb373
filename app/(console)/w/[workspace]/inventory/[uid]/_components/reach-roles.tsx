'use client';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { BlastRadius } from '@/lib/schemas/reach';
import { useWorkspaceId } from '../../../../../_components/session';
import { Evidence } from './evidence';
import { LEVEL } from './reach-words';

/** The roles that it may become, each with the way there; every step opens the statements that allow it. */
export function ReachRoles({ reach }: { reach: BlastRadius }) {
  const workspaceId = useWorkspaceId();
  const { roles, moreRoles, subject } = reach;
  return (
    <Panel
      title="Roles it may assume"
      fact={
        roles.length === 0
          ? 'none'
          : `${plural(roles.length, 'role')}${moreRoles ? ' or more' : ''}, at most three steps`
      }
      flush
    >
      <ul className="rows">
        {roles.map(({ uid, path, level, accountId, verdict, depends }) => (
          <li key={uid} className="grid gap-1 px-3 py-2 md:px-4">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="mono text-fg-2">{subject.name}</span>
              {path.map((step) => (
                <span key={step.uid} className="flex items-center gap-2">
                  <Icon as={ChevronRight} size="sm" className="text-fg-3" />
                  <Link
                    href={paths.resource(workspaceId, step.uid, 'reach')}
                    className="mono font-medium hover:underline"
                  >
                    {step.name}
                  </Link>
                </span>
              ))}
              <Badge tone={LEVEL[level].tone}>{LEVEL[level].word}</Badge>
              {accountId === subject.accountId ? null : <span className="text-12 text-fg-3">account {accountId}</span>}
              {verdict === 'conditional' ? (
                <span className="text-12 text-fg-3">depends on {depends.join(', ')}</span>
              ) : null}
            </div>
            <div className="flex flex-wrap items-center gap-x-2 text-12 text-fg-3">
              <span>Last step by</span>
              <Evidence reach={reach} by={path.at(-1)?.trust ?? null} />
              {path.at(-1)?.by ? (
                <>
                  <span>and</span>
                  <Evidence reach={reach} by={path.at(-1)?.by ?? null} />
                </>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
