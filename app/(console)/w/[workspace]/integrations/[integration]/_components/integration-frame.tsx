'use client';
import type { ReactNode } from 'react';
import { INTEGRATION_WORD } from '@/components/integration/states';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { TabLinks } from '@/components/layout/tab-links';
import { Arn } from '@/components/ui/arn';
import { StateWord } from '@/components/ui/state-word';
import { count } from '@/lib/format/number';
import { type INTEGRATION_TABS, paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { useSession } from '../../../../../_components/session';
import { IntegrationActions } from './integration-actions';
import { ProblemNotes } from './problem-notes';

type Tab = (typeof INTEGRATION_TABS)[number];
type Props = { integration: Integration; tab: Tab; children: ReactNode };

/** What every part of an integration's page has: what it is, what is wrong with it, what can be done. */
export function IntegrationFrame({ integration, tab, children }: Props) {
  const { workspace } = useSession();
  const { id, name, state, accountId, roleArn, resources } = integration;
  const href = (part: Tab) => paths.integration(workspace.id, id, part === 'scans' ? undefined : part);
  return (
    <>
      <Crumbs
        crumbs={[
          { label: workspace.name, href: paths.overview(workspace.id) },
          { label: 'Integrations', href: paths.integrations(workspace.id) },
          { label: name },
        ]}
      />
      <PageHeader
        className="mb-3"
        title={name}
        marks={<StateWord state={INTEGRATION_WORD[state]} />}
        subtitle={
          <>
            <span className="mono">{accountId ?? 'account not known'}</span>
            {roleArn ? <Arn arn={roleArn} label="Copy role ARN" /> : <span>the host’s own identity</span>}
          </>
        }
        actions={<IntegrationActions integration={integration} />}
      />
      <TabLinks
        label="Parts of the integration"
        current={tab}
        className="mb-6"
        tabs={[
          { id: 'scans', href: href('scans'), label: 'Scans' },
          { id: 'verification', href: href('verification'), label: 'Verification' },
          {
            id: 'resources',
            href: paths.inventory(workspace.id, { integrationId: id }),
            label: 'Resources',
            count: count(resources),
          },
          { id: 'trust', href: href('trust'), label: 'Trust' },
          { id: 'settings', href: href('settings'), label: 'Settings' },
        ]}
      />
      <ProblemNotes integration={integration} />
      {children}
    </>
  );
}
