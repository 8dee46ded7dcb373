'use client';
import { useQuery } from '@tanstack/react-query';
import { RadioTower } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { StrategyCards } from '@/components/event-source/strategy-cards';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel } from '@/components/ui/panel';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { useMay, useWorkspaceId } from '../../../../../_components/session';

/** In place of the list: what a source brings, and the four ways to get one. */
export function FirstSource({ action }: { action: ReactNode }) {
  const workspaceId = useWorkspaceId();
  const may = useMay('eventSource:write');
  const { data } = useQuery({
    ...read('eventStrategies.list', { params: { workspaceId } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <div className="grid min-w-0 grid-cols-1 gap-6">
      <Panel label="First event source">
        <EmptyState icon={RadioTower} title="No event source yet" action={action}>
          Scans see a change when the next one comes. A source tells of it within seconds and says who made it. Without
          one, nothing is lost: scans go on.
        </EmptyState>
      </Panel>
      {data ? (
        <Panel title="Four ways to get events" flush>
          <StrategyCards
            strategies={data.strategies}
            choose={({ strategy, title }) =>
              may ? (
                <Link href={paths.newEventSource(workspaceId, strategy)} className={buttonClass({ size: 'sm' })}>
                  Choose<span className="sr-only"> {title}</span>
                </Link>
              ) : null
            }
          />
        </Panel>
      ) : null}
    </div>
  );
}
