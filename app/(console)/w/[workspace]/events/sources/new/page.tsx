'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { StrategyCards } from '@/components/event-source/strategy-cards';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { buttonClass } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { STRATEGIES } from '@/lib/schemas/event-source';
import { errorOf } from '../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../_components/loading-panel';
import { useMay, useSession } from '../../../../../_components/session';
import { useUrlFilters } from '../../../../../_components/use-url-filters';
import { NewSource } from './_components/new-source';

/** First how events come, then where from: `?strategy` is the step. */
export default function NewSourcePage() {
  const { workspace } = useSession();
  const may = useMay('eventSource:write');
  const { search } = useUrlFilters();
  const asked = STRATEGIES.find((known) => known === search.get('strategy'));
  const query = useQuery({
    ...read('eventStrategies.list', { params: { workspaceId: workspace.id } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const failed = errorOf('The strategies could not be read', query);
  const chosen = query.data?.strategies.find(({ strategy }) => strategy === asked);
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Events', href: paths.events(workspace.id) },
          { label: 'Sources', href: paths.eventSources(workspace.id) },
          { label: 'New' },
        ]}
      />
      <PageHeader
        title={chosen ? `New source: ${chosen.title}` : 'How events come'}
        subtitle={
          chosen
            ? chosen.summary
            : 'CloudTrail’s events of AWS can come by four ways. They differ in how soon, from where, and at what price.'
        }
        actions={
          <>
            {chosen ? (
              <Link href={paths.newEventSource(workspace.id)} className={buttonClass()}>
                Another strategy
              </Link>
            ) : null}
            <Link href={paths.eventSources(workspace.id)} className={buttonClass({ intent: 'ghost' })}>
              Leave
            </Link>
          </>
        }
      />
      {may ? null : (
        <Note tone="warn" className="mb-4">
          A source can be made by the role editor, admin or owner.
        </Note>
      )}
      {failed && !query.data ? <ErrorState {...failed} /> : null}
      {!failed && !query.data ? <LoadingPanel rows={10} /> : null}
      {chosen ? <NewSource key={chosen.strategy} view={chosen} /> : null}
      {query.data && !chosen ? (
        <Panel title="Four strategies" fact="for the plugin AWS" flush>
          <StrategyCards
            strategies={query.data.strategies}
            choose={({ strategy, title, recommended }) => (
              <Link
                href={paths.newEventSource(workspace.id, strategy)}
                className={buttonClass({ intent: recommended ? 'primary' : 'secondary' })}
              >
                Choose<span className="sr-only"> {title}</span>
              </Link>
            )}
          />
        </Panel>
      ) : null}
    </>
  );
}
