'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CodeBlock } from '@/components/code/code-block';
import { TerraformFiles } from '@/components/event-source/terraform-files';
import { Field } from '@/components/form/field';
import { regionOptions } from '@/components/integration/regions';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { RadioCards } from '@/components/ui/radio-cards';
import { ApiError, operationUrl } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import type { StrategyName } from '@/lib/schemas/event-source';
import { errorOf } from '../../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../../_components/loading-panel';
import { useWorkspaceId } from '../../../../../../_components/session';
import { type ExistingTrail, isNamed, NO_TRAIL, TRAIL_PATHS, trailQuery } from './existing-trail';
import { ExistingTrailFields } from './existing-trail-fields';

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

/** The same question where the strategy reads what a trail writes. */
const TRAILS = [
  {
    value: 'new',
    title: 'From nothing',
    text: 'A trail of all regions with its bucket, and what this strategy reads.',
  },
  {
    value: 'existing',
    title: 'There is a trail',
    text: 'It and its bucket stay as they are. A second copy of the same events would cost.',
  },
] as const;

type Props = {
  strategy: StrategyName;
  integration: { id: string; accountId: string | null } | undefined;
  region: unknown;
  onConfig: (config: Record<string, unknown>) => void;
};

/** What the strategy reads, as Terraform with the account's values, and what the scanner role must be allowed. */
export function TerraformPanels({ strategy, integration, region: typed, onConfig }: Props) {
  const workspaceId = useWorkspaceId();
  const [layout, setLayout] = useState<(typeof LAYOUTS)[number]['value']>('strategy');
  const [chosen, setRegion] = useState<string | null>(null);
  const [trail, setTrail] = useState<(typeof TRAILS)[number]['value']>('new');
  const [existing, setExisting] = useState(NO_TRAIL);
  const [done, setDone] = useState(NO_TRAIL);
  const known = typeof typed === 'string' && /^[a-z]{2}(-[a-z]+)+-\d$/.test(typed) ? typed : 'us-east-1';
  const region = chosen ?? known;
  const fits = trail === 'existing';
  const input = {
    params: { workspaceId },
    query: {
      strategy,
      integrationId: integration?.id ?? '',
      region,
      layout: strategy === 'eventbridge' ? layout : 'strategy',
      ...(fits ? trailQuery(strategy, done) : {}),
    },
  } as const;
  const named = !fits || isNamed(strategy, done);
  const query = useQuery({ ...read('eventSources.terraform', input), enabled: integration !== undefined && named });
  const problems = fits ? problemsOf(query.error) : {};
  const failed = Object.keys(problems).length > 0 ? null : errorOf('The Terraform could not be rendered', query);
  if (integration === undefined) {
    return (
      <Panel label="Terraform">
        <EmptyState title="Terraform with your account’s values">
          Choose an integration, and the files that make what this source reads stand here.
        </EmptyState>
      </Panel>
    );
  }
  const wrong = Object.keys(problems).length > 0;
  const rendered = named && !wrong ? query.data : undefined;
  return (
    <div className="grid min-w-0 grid-cols-1 gap-6">
      <Panel title="Terraform" fact="makes what this source reads" bodyClassName="grid grid-cols-1 gap-4">
        {strategy === 'eventbridge' ? (
          <RadioCards
            label="What is there already"
            value={layout}
            onChange={setLayout}
            cards={LAYOUTS}
            className="md:grid-cols-3"
          />
        ) : (
          <RadioCards label="What is there already" value={trail} onChange={setTrail} cards={TRAILS} />
        )}
        {fits && strategy !== 'eventbridge' ? (
          <ExistingTrailFields
            strategy={strategy}
            accountId={integration.accountId}
            value={existing}
            onChange={setExisting}
            onDone={(value) => {
              setExisting(value);
              setDone(value);
            }}
            problems={problems}
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
      {named ? null : (
        <Panel label="Terraform files">
          <EmptyState title="Which trail?">Name what it writes to, and the files that fit to it stand here.</EmptyState>
        </Panel>
      )}
      {named && failed && !query.data ? (
        <Panel flush label="Terraform files">
          <ErrorState {...failed} />
        </Panel>
      ) : null}
      {named && !wrong && !failed && !query.data ? <LoadingPanel rows={10} /> : null}
      {rendered ? (
        <>
          <TerraformFiles
            rendered={rendered}
            zipHref={operationUrl('eventSources.terraformZip', input)}
            end={
              <Button size="sm" onClick={() => onConfig(rendered.config)}>
                Fill in the fields
              </Button>
            }
          />
          <Panel title="Read permissions" fact="to add to the integration’s role" flush>
            <p className="border-line border-b px-3 py-2.5 text-fg-2 md:px-4">
              The Terraform can attach them to the role by itself. Without it, whoever owns the role adds this policy.
            </p>
            <CodeBlock
              label="Policy document"
              language="json"
              code={JSON.stringify(rendered.readPolicy, null, 2)}
              className="max-h-[360px]"
            />
          </Panel>
        </>
      ) : null}
    </div>
  );
}

/** What the API says of the trail, beside its fields. */
function problemsOf(error: Error | null): Partial<Record<keyof ExistingTrail, string>> {
  const details = error instanceof ApiError ? error.details : [];
  return Object.fromEntries(
    details.flatMap(({ path, message }) => {
      const field = path === undefined ? undefined : TRAIL_PATHS[path];
      return field && message ? [[field, message] as const] : [];
    }),
  );
}
