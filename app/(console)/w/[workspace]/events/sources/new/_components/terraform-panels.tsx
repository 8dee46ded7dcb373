'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { TerraformFiles } from '@/components/event-source/terraform-files';
import { Field } from '@/components/form/field';
import { regionOptions } from '@/components/integration/regions';
import { Combobox } from '@/components/ui/combobox';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { RadioCards } from '@/components/ui/radio-cards';
import { operationUrl } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import type { StrategyName } from '@/lib/schemas/event-source';
import { errorOf } from '../../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../../_components/loading-panel';
import { useWorkspaceId } from '../../../../../../_components/session';

const LAYOUTS = [
  {
    value: 'quickstart',
    title: 'From nothing',
    text: 'A trail of all regions with its bucket, and the rule and queue.',
  },
  { value: 'strategy', title: 'There is a trail', text: 'Only the rule and the queue. The trail stays as it is.' },
  {
    value: 'add-region',
    title: 'Another region',
    text: 'A rule in one more region that forwards to the queue there is.',
  },
] as const;

type Props = { strategy: StrategyName; integrationId: string | undefined; region: unknown };

/** What the strategy reads, as Terraform with the account's values, and what the scanner role must be allowed. */
export function TerraformPanels({ strategy, integrationId, region: typed }: Props) {
  const workspaceId = useWorkspaceId();
  const [layout, setLayout] = useState<(typeof LAYOUTS)[number]['value']>('strategy');
  const [chosen, setRegion] = useState<string | null>(null);
  const known = typeof typed === 'string' && /^[a-z]{2}(-[a-z]+)+-\d$/.test(typed) ? typed : 'us-east-1';
  const region = chosen ?? known;
  const input = {
    params: { workspaceId },
    query: {
      strategy,
      integrationId: integrationId ?? '',
      region,
      layout: strategy === 'eventbridge' ? layout : 'strategy',
    },
  } as const;
  const query = useQuery({ ...read('eventSources.terraform', input), enabled: integrationId !== undefined });
  const failed = errorOf('The Terraform could not be rendered', query);
  if (integrationId === undefined) {
    return (
      <Panel label="Terraform">
        <EmptyState title="Terraform with your account’s values">
          Choose an integration, and the files that make what this source reads stand here.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <div className="grid min-w-0 gap-6">
      <Panel title="Terraform" fact="makes what this source reads" bodyClassName="grid gap-4">
        {strategy === 'eventbridge' ? (
          <RadioCards
            label="What is there already"
            value={layout}
            onChange={setLayout}
            cards={LAYOUTS}
            className="md:grid-cols-3"
          />
        ) : null}
        <Field label="Region" help="Where it is made.">
          {(control) => (
            <Combobox
              {...control}
              label="Region"
              mono
              value={region}
              onChange={setRegion}
              options={regionOptions(region)}
            />
          )}
        </Field>
      </Panel>
      {failed && !query.data ? (
        <Panel flush label="Terraform files">
          <ErrorState {...failed} />
        </Panel>
      ) : null}
      {!failed && !query.data ? <LoadingPanel rows={10} /> : null}
      {query.data ? (
        <>
          <TerraformFiles rendered={query.data} zipHref={operationUrl('eventSources.terraformZip', input)} />
          <Panel title="Read permissions" fact="to add to the integration’s role" flush>
            <p className="border-line border-b px-3 py-2.5 text-fg-2 md:px-4">
              The Terraform can attach them to the role by itself. Without it, whoever owns the role adds this policy.
            </p>
            <CodeBlock
              label="Policy document"
              language="json"
              code={JSON.stringify(query.data.readPolicy, null, 2)}
              className="max-h-[360px]"
            />
          </Panel>
        </>
      ) : null}
    </div>
  );
}
