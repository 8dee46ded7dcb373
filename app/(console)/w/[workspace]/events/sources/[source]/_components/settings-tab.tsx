'use client';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import type { EventSourceDetail, StrategyView } from '@/components/event-source/states';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { ApiError } from '@/lib/client/client';
import { read as readOf } from '@/lib/client/queries';
import { LoadingPanel } from '../../../../../../_components/loading-panel';
import { Refusal } from '../../../../../../_components/refusal';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';
import { SourceFields } from '../../_components/source-fields';
import { TestPanel } from '../../_components/test-panel';
import { useSourceForm } from '../../_components/use-source-form';
import { SOURCE_READS } from './source-actions';

/** What can be changed of a source, by the form it was made with. */
export function SettingsTab({ source }: { source: EventSourceDetail }) {
  const query = useQuery({
    ...readOf('eventStrategies.list', { params: { workspaceId: useWorkspaceId() } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // The page reads the source again and again; what is being edited stays what was read first.
  const [base, setBase] = useState(source);
  const view = query.data?.strategies.find(({ strategy }) => strategy === source.strategy);
  if (!view) return <LoadingPanel rows={6} />;
  return <Settings key={base.version} source={base} newest={source} onRead={setBase} view={view} />;
}

type Props = {
  source: EventSourceDetail;
  newest: EventSourceDetail;
  onRead: (source: EventSourceDetail) => void;
  view: StrategyView;
};

function Settings({ source: read, newest, onRead, view }: Props) {
  const params = { workspaceId: useWorkspaceId(), eventSourceId: read.id };
  const may = useMay('eventSource:write');
  const form = useSourceForm(view, {
    name: read.name,
    integrationId: read.integration?.id,
    config: read.config,
    enabled: read.enabled,
  });
  const update = useOperation('eventSources.update', {
    stale: SOURCE_READS,
    onSuccess: (saved) => {
      toast.success('Settings saved');
      onRead(saved);
    },
  });
  const outdated = newest.version !== read.version;
  useEffect(() => {
    if (outdated && !form.dirty) onRead(newest);
  }, [outdated, form.dirty, newest, onRead]);
  const { name, integrationId, config } = form.values;
  const moves = JSON.stringify(config) !== JSON.stringify(read.config);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.check()) return;
    update.mutate(
      {
        params,
        body: {
          version: read.version,
          ...(name === read.name ? {} : { name }),
          ...(integrationId === undefined || integrationId === read.integration?.id ? {} : { integrationId }),
          ...(moves ? { config: { ...config } } : {}),
        },
      },
      { onError: form.refuse },
    );
  };
  const stale = update.error instanceof ApiError && update.error.code === 'stale_version';
  return (
    <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <form onSubmit={submit} noValidate method="post" className="grid min-w-0 grid-cols-1 gap-6">
        <Panel title="Source" bodyClassName="grid grid-cols-1 gap-5">
          <SourceFields form={form} view={view} readOnly={!may} />
          {moves ? (
            <Note tone="warn">
              It reads from another place then, so it begins anew there and gives up its place here.
            </Note>
          ) : null}
          <Refusal
            title={stale ? 'Somebody changed it meanwhile. Reload the page to see how it is now.' : 'Nothing was saved'}
            error={form.problem}
          />
          <div>
            <Button
              type="submit"
              intent="primary"
              busy={update.isPending && 'Saving'}
              disabledReason={
                !may ? 'Needs the role editor, admin or owner' : !form.dirty && 'Nothing has been changed'
              }
            >
              Save
            </Button>
          </div>
        </Panel>
        <TestPanel form={form} view={view} />
      </form>
      <Panel title="Read permissions" fact="that the integration’s role needs" flush>
        <CodeBlock
          label="Policy document"
          language="json"
          code={JSON.stringify(read.readPolicy, null, 2)}
          className="max-h-[480px]"
        />
      </Panel>
    </div>
  );
}
