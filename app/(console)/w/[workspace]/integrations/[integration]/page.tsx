'use client';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { read } from '@/lib/client/queries';
import { INTEGRATION_TABS, paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';
import { errorOf } from '../../../../_components/error-of';
import { LoadingPanel } from '../../../../_components/loading-panel';
import { PageProblem } from '../../../../_components/page-problem';
import { useWorkspaceId } from '../../../../_components/session';
import { IntegrationFrame } from './_components/integration-frame';
import { ScansTab } from './_components/scans-tab';
import { SettingsTab } from './_components/settings-tab';
import { TrustTab } from './_components/trust-tab';
import { VerificationTab } from './_components/verification-tab';

/** One connected integration. A draft goes on in its wizard. */
export default function IntegrationPage() {
  const workspaceId = useWorkspaceId();
  const { integration: integrationId } = useParams<{ integration: string }>();
  const router = useRouter();
  const search = useSearchParams();
  const tab = INTEGRATION_TABS.find((known) => known === search.get('tab')) ?? 'scans';
  const query = useQuery(read('integrations.get', { params: { workspaceId, integrationId } }));
  const integration = query.data;
  const draft = integration?.state === 'draft';
  const step = integration?.roleArn ? 'verify' : 'apply';
  useEffect(() => {
    if (draft) router.replace(paths.connect(workspaceId, integrationId, step));
  }, [draft, step, router, workspaceId, integrationId]);
  const failed = errorOf('The integration could not be read', query);
  if (failed && !integration) return <PageProblem page="Integration" problem={failed} />;
  if (!integration || draft) return <LoadingPanel rows={8} />;
  return (
    <IntegrationFrame integration={integration} tab={tab}>
      <Part tab={tab} integration={integration} />
    </IntegrationFrame>
  );
}

function Part({ tab, integration }: { tab: (typeof INTEGRATION_TABS)[number]; integration: Integration }) {
  switch (tab) {
    case 'scans':
      return <ScansTab integration={integration} />;
    case 'verification':
      return <VerificationTab integration={integration} />;
    case 'trust':
      return <TrustTab integration={integration} />;
    case 'settings':
      return <SettingsTab integration={integration} />;
  }
}
