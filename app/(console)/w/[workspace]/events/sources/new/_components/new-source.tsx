'use client';
import { useRouter } from 'next/navigation';
import { type FormEvent, useEffect } from 'react';
import type { StrategyView } from '@/components/event-source/states';
import { Button } from '@/components/ui/button';
import { CheckboxField } from '@/components/ui/checkbox';
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-store';
import { paths } from '@/lib/paths';
import { Refusal } from '../../../../../../_components/refusal';
import { useMay, useWorkspaceId } from '../../../../../../_components/session';
import { useOperation } from '../../../../../../_components/use-operation';
import { SourceFields, useIntegrations } from '../../_components/source-fields';
import { TestPanel } from '../../_components/test-panel';
import { useSourceForm } from '../../_components/use-source-form';
import { TerraformPanels } from './terraform-panels';
import { useKeptDraft } from './use-kept-draft';

/** The form of the chosen strategy, the Terraform that makes what it asks for beside it, and a test before saving. */
export function NewSource({ view }: { view: StrategyView }) {
  const workspaceId = useWorkspaceId();
  const router = useRouter();
  const may = useMay('eventSource:write');
  const draft = useKeptDraft(workspaceId, view.strategy);
  const form = useSourceForm(view, draft.initial);
  const { values, set } = form;
  const { integrations } = useIntegrations();
  const [only] = integrations?.length === 1 ? integrations : [];
  const { keep } = draft;
  useEffect(() => keep(values), [keep, values]);
  // With one integration there is nothing to choose.
  if (only && values.integrationId === undefined) set({ integrationId: only.id });
  const create = useOperation('eventSources.create', { stale: ['eventSources.list'] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { name, integrationId, config, enabled } = values;
    if (!form.check() || !integrationId) return;
    create.mutate(
      {
        params: { workspaceId },
        body: { name, strategy: view.strategy, integrationId, config: { ...config }, enabled },
      },
      {
        onSuccess: (made) => {
          draft.forget();
          toast.success(`${made.name} is made`, 'Attach it to a profile, and events begin to arrive.');
          router.push(paths.eventSource(workspaceId, made.id));
        },
        onError: form.refuse,
      },
    );
  };
  return (
    <div className="grid grid-cols-1 items-start gap-6 xl:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
      <form onSubmit={submit} noValidate method="post" className="grid min-w-0 grid-cols-1 gap-6">
        <Panel title="Source">
          <SourceFields form={form} view={view} fresh />
        </Panel>
        <TestPanel form={form} view={view} />
        <Panel label="Save" bodyClassName="grid gap-4">
          <CheckboxField
            label="Enabled"
            help="It is consumed once it is attached to a sensor profile, which is the next step."
            checked={values.enabled}
            onChange={(enabled) => set({ enabled })}
          />
          <Refusal title="The source was not made" error={form.problem} />
          <div>
            <Button
              type="submit"
              intent="primary"
              busy={create.isPending && 'Saving'}
              disabledReason={!may && 'Needs the role editor, admin or owner'}
            >
              Save source
            </Button>
          </div>
        </Panel>
      </form>
      <TerraformPanels
        strategy={view.strategy}
        integration={integrations?.find(({ id }) => id === values.integrationId)}
        region={values.config.region}
        onConfig={(config) => {
          set({ config });
          toast.info('The fields are filled in', 'They hold what the Terraform will make.');
        }}
      />
    </div>
  );
}
