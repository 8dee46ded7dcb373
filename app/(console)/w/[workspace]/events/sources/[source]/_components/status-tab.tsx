'use client';
import Link from 'next/link';
import { type EventSourceDetail, lagWord, STRATEGY_WORD } from '@/components/event-source/states';
import { DefinitionList } from '@/components/ui/definition-list';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../../_components/session';
import { RatePanel } from '../../../_components/rate-panel';
import { AttachedTo } from './attached-to';
import { ForeignPanel } from './foreign-panel';
import { ShardsTable } from './shards-table';
import { TotalsPanel } from './totals-panel';

/** What a source does now and did in the last day. */
export function StatusTab({ source }: { source: EventSourceDetail }) {
  return (
    <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_320px]">
      <div className="grid min-w-0 grid-cols-1 gap-6">
        <RatePanel source={source.id} />
        <ShardsTable shards={source.shards} />
        <TotalsPanel totals={source.totals} />
        <ForeignPanel foreign={source.foreign} />
      </div>
      <Connection source={source} />
    </div>
  );
}

function Connection({ source }: { source: EventSourceDetail }) {
  const workspace = useWorkspaceId();
  const { integration, config, strategy, lagMs, lastEventAt, lastReceivedAt, error } = source;
  return (
    <Panel title="Connection">
      <DefinitionList
        layout="stacked"
        items={[
          { term: 'Strategy', value: STRATEGY_WORD[strategy] },
          ...Object.entries(config)
            .filter(([, value]) => value !== '')
            .map(([term, value]) => ({ term, value: String(value), mono: true, wrap: true })),
          {
            term: 'Read as',
            value: integration ? (
              <Link href={paths.integration(workspace, integration.id)} className={linkClass}>
                {integration.name}
              </Link>
            ) : (
              'its integration was removed'
            ),
          },
          {
            term: 'Profiles',
            value: <AttachedTo source={source} />,
            wrap: true,
          },
          { term: 'Lag', value: lagWord(lagMs) },
          { term: 'Last event', value: <Time at={lastEventAt} none="none yet" /> },
          { term: 'Last received', value: <Time at={lastReceivedAt} none="nothing yet" /> },
          ...(error ? [{ term: 'Last error', value: `${error.code}: ${error.message}`, wrap: true }] : []),
          {
            term: 'Made',
            value: (
              <>
                <Time at={source.createdAt} /> by {source.createdBy}
              </>
            ),
            wrap: true,
          },
        ]}
      />
    </Panel>
  );
}
