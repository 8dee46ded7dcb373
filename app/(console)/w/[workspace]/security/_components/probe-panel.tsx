'use client';
import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { type Step, Steps } from '@/components/ui/steps';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/queries';
import { duration } from '@/lib/format/time';
import type { FederationProbe } from '@/lib/schemas/federation';
import { errorOf } from '../../../../_components/error-of';
import { useSession } from '../../../../_components/session';

type Check = FederationProbe['checks'][number];

/** Looks at the issuer from outside as AWS does, on opening the page and on request. */
export function ProbePanel() {
  const { workspace } = useSession();
  const params = { workspaceId: workspace.id };
  const probe = useQuery({
    queryKey: ['federation.probe', params],
    queryFn: ({ signal }) => api.call('federation.probe', { params }, { signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
  const failed = errorOf('The issuer could not be probed', probe);
  const { data } = probe;
  return (
    <Panel
      flush
      title="Live probe"
      fact={data ? verdict(data) : 'fetches discovery and keys as AWS would'}
      end={
        <>
          {data ? <Time at={data.probedAt} className="max-md:hidden" /> : null}
          <Button size="sm" icon={RefreshCw} onClick={() => void probe.refetch()} busy={probe.isFetching && 'Probing'}>
            Probe again
          </Button>
        </>
      }
    >
      {failed ? (
        <ErrorState {...failed} />
      ) : (
        <Steps label="Checks of the issuer" steps={data ? data.checks.map(toStep) : [WORKING]} />
      )}
    </Panel>
  );
}

const WORKING: Step = {
  id: 'working',
  state: 'running',
  name: 'Fetching as AWS would',
  evidence: 'discovery document, then keys, then a token checked with them',
};

function verdict({ ok, checks }: FederationProbe): string {
  const bad = checks.filter(({ state }) => state === 'failed').length;
  const careful = checks.filter(({ state }) => state === 'warning').length;
  if (!ok) return `${bad} of ${checks.length} checks failed: AWS would refuse our tokens`;
  return careful > 0 ? `AWS accepts this issuer; ${careful} to look at` : 'AWS can check our tokens';
}

const STATES = {
  passed: 'passed',
  warning: 'warning',
  failed: 'failed',
  not_testable: 'skipped',
} as const satisfies Record<Check['state'], Step['state']>;

function toStep({ key, title, state, evidence, fix, ms }: Check): Step {
  const lines = evidence.split('\n').filter((line) => line !== '');
  const inPlace = state === 'failed' || state === 'warning';
  return {
    id: key,
    state: STATES[state],
    name: title,
    evidence: state === 'not_testable' ? `not testable: ${lines.join(' ')}` : lines.join(' '),
    evidenceTitle: evidence,
    time: ms === null ? undefined : duration(ms),
    children: inPlace ? <Trouble lines={lines} fix={fix} tone={state === 'failed' ? 'danger' : 'warn'} /> : undefined,
  };
}

function Trouble({ lines, fix, tone }: { lines: string[]; fix: string | null; tone: 'danger' | 'warn' }) {
  if (!fix && lines.length < 2) return null;
  return (
    <Note tone={tone} title={fix ? 'What to do' : undefined}>
      {fix ? <p className="max-w-[80ch]">{fix}</p> : null}
      {lines.length > 1 ? (
        <ul className="mono mt-1 text-fg-2">
          {lines.map((line) => (
            <li key={line} className="[overflow-wrap:anywhere]">
              {line}
            </li>
          ))}
        </ul>
      ) : null}
    </Note>
  );
}
