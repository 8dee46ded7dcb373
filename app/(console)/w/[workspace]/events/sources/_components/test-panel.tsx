'use client';
import { Checks } from '@/components/event-source/checks';
import type { ConnectionTest, StrategyView } from '@/components/event-source/states';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { StateWord } from '@/components/ui/state-word';
import { Refusal } from '../../../../../_components/refusal';
import { useMay, useWorkspaceId } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';
import type { SourceForm } from './use-source-form';

type Props = { form: SourceForm; view: Pick<StrategyView, 'strategy'> };

/** Tries what is in the form, saved or not: each check with what was seen and the way out. */
export function TestPanel({ form, view }: Props) {
  const workspaceId = useWorkspaceId();
  const may = useMay('eventSource:write');
  const test = useOperation('eventSources.test');
  const { integrationId, config } = form.values;
  const run = () => {
    if (!integrationId || !form.configValid) {
      form.check();
      return;
    }
    test.mutate(
      { params: { workspaceId }, body: { strategy: view.strategy, integrationId, config: { ...config } } },
      { onError: form.refuse },
    );
  };
  return (
    <Panel
      title="Test connection"
      fact="receives nothing, changes nothing"
      flush={Boolean(test.data)}
      end={
        <>
          {test.data ? <Verdict result={test.data} /> : null}
          <Button
            size="sm"
            onClick={run}
            busy={test.isPending && 'Testing'}
            disabledReason={!may && 'Needs the role editor, admin or owner'}
          >
            {test.data ? 'Test again' : 'Test'}
          </Button>
        </>
      }
    >
      {test.data ? (
        <Checks checks={test.data.checks} />
      ) : (
        <>
          <p className="text-fg-2">
            Asks AWS as the integration’s role: who it is, each permission it needs, and whether what the fields name is
            there.
          </p>
          <Refusal title="It could not be tested" error={test.error} className="mt-3" />
        </>
      )}
    </Panel>
  );
}

function Verdict({ result }: { result: ConnectionTest }) {
  const bad = result.checks.filter(({ state }) => state === 'failed').length;
  return result.ok ? (
    <StateWord state="passed" look="plain">
      ready
    </StateWord>
  ) : (
    <StateWord state="failed" look="plain">
      {bad} failed
    </StateWord>
  );
}
