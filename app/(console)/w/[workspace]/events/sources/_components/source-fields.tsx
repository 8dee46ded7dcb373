'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { SchemaForm } from '@/components/event-source/schema-form';
import type { StrategyView } from '@/components/event-source/states';
import { Field } from '@/components/form/field';
import { Input } from '@/components/ui/input';
import { inlineLinkClass } from '@/components/ui/link-class';
import { Select } from '@/components/ui/select';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../_components/session';
import { PasteConfig } from './paste-config';
import { SandboxTransport } from './sandbox-transport';
import type { SourceForm } from './use-source-form';

type Props = {
  form: SourceForm;
  view: StrategyView;
  readOnly?: boolean;
  /** It is not saved yet, so what it reads may still have to be made. */
  fresh?: boolean;
};

/** Integrations whose identity can read events; `error`: they could not be read. */
export function useIntegrations() {
  const { data, error } = useQuery(
    read('integrations.list', { params: { workspaceId: useWorkspaceId() }, query: { pageSize: 200 } }),
  );
  return { integrations: data?.integrations.filter(({ state }) => state !== 'draft'), error: data ? null : error };
}

/** Name, whose identity reads, and the fields of the strategy. */
export function SourceFields({ form, view, readOnly, fresh }: Props) {
  const workspace = useWorkspaceId();
  const { integrations, error } = useIntegrations();
  const { values, problems, set, leave } = form;
  return (
    <div className="grid grid-cols-1 gap-5">
      <Field label="Name" help="Unique in this workspace." error={problems.name}>
        {(control) => (
          <Input
            {...control}
            value={values.name}
            readOnly={readOnly}
            placeholder="payments-events"
            onChange={(event) => set({ name: event.currentTarget.value })}
            onBlur={() => leave('name')}
          />
        )}
      </Field>
      <Field
        label="Integration"
        help={
          integrations?.length === 0 ? (
            <>
              There is none yet.{' '}
              <Link href={paths.newIntegration(workspace)} className={inlineLinkClass}>
                Connect an account
              </Link>{' '}
              first: its role reads the events.
            </>
          ) : (
            'Its role reads the events, so it needs the read permissions beside this.'
          )
        }
        error={error ? `The integrations could not be read. ${error.message}` : problems.integrationId}
      >
        {(control) => (
          <Select
            {...control}
            value={values.integrationId}
            disabled={readOnly}
            onChange={(integrationId) => set({ integrationId })}
            onBlur={() => leave('integrationId')}
            options={(integrations ?? []).map(({ id, name, accountId }) => ({
              value: id,
              label: name,
              ...(accountId ? { hint: accountId } : {}),
            }))}
          />
        )}
      </Field>
      {fresh && !readOnly ? (
        <SandboxTransport
          strategy={view.strategy}
          integrationId={values.integrationId}
          accountId={integrations?.find(({ id }) => id === values.integrationId)?.accountId}
          onConfig={(config) => set({ config })}
        />
      ) : null}
      {readOnly ? null : <PasteConfig onConfig={(config) => set({ config })} />}
      <SchemaForm
        schema={view.configSchema}
        value={values.config}
        onChange={(config) => set({ config })}
        onLeave={(field) => leave(`config.${field}`)}
        problems={form.configProblems}
        readOnly={readOnly}
      />
    </div>
  );
}
