'use client';
import { useQuery } from '@tanstack/react-query';
import type { EventSourceDetail } from '@/components/event-source/states';
import { useAccountNames } from '@/components/resource/use-account-names';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { errorOf } from '../../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../../_components/session';
import { type Chain, ChainEntry } from './chain-entry';

/** What CloudTrail's digest files prove of what was delivered, and what they do not. */
export function CompletenessTab({ source }: { source: EventSourceDetail }) {
  const params = { workspaceId: useWorkspaceId(), eventSourceId: source.id };
  const query = useQuery({ ...read('eventSources.completeness', { params }), refetchInterval: 15_000 });
  const error = errorOf('What is proven could not be read', query);
  const names = useAccountNames(params.workspaceId);
  const { data } = query;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-6">
      <Panel title="Digest chains" fact={data?.supported ? factOf(data.chains) : undefined} flush>
        {error && !data ? <ErrorState {...error} /> : null}
        {!data && !error ? <SkeletonRows rows={4} label="Loading what is proven" /> : null}
        {data && !data.supported ? (
          <EmptyState title="Nothing is proven by this strategy">
            Only log files in a bucket have digests: the strategies s3 and sqs. Here scans find what no event told of.
          </EmptyState>
        ) : null}
        {data?.supported && data.chains.length === 0 ? (
          <EmptyState title="No digest seen yet">
            CloudTrail writes one an hour, where the trail has validation on.
          </EmptyState>
        ) : null}
        <ul className="rows">
          {worstFirst(data?.chains ?? []).map((chain) => (
            <ChainEntry key={`${chain.accountId} ${chain.region}`} chain={chain} names={names} />
          ))}
        </ul>
      </Panel>
      {data && data.notProven.length > 0 ? (
        <Note title="What an intact chain does not prove">
          <ul className="mt-1 grid list-disc gap-1 pl-4 text-fg-2">
            {data.notProven.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Note>
      ) : null}
    </div>
  );
}

const RANK = { broken: 0, denied: 1, noDigests: 2, checking: 3, intact: 4 } as const satisfies Record<
  Chain['state'],
  number
>;

function worstFirst(chains: readonly Chain[]): Chain[] {
  return [...chains].sort((a, b) => RANK[a.state] - RANK[b.state]);
}

function factOf(chains: readonly Chain[]): string {
  const broken = chains.filter(({ state }) => state === 'broken').length;
  return broken > 0 ? `${broken} of ${plural(chains.length, 'chain')} broken` : plural(chains.length, 'chain');
}
