'use client';
import { useQuery } from '@tanstack/react-query';
import { useParams, useRouter, useSearchParams } from 'next/navigation';
import { useEffect } from 'react';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../_components/loading-panel';
import { PageProblem } from '../../../../../_components/page-problem';
import { useWorkspaceId } from '../../../../../_components/session';
import { Wizard } from './_components/wizard';

const STEPS = ['name', 'apply', 'verify'] as const;

/** The wizard of one draft, at the step of its URL. What is connected has its own page. */
export default function ConnectPage() {
  const workspaceId = useWorkspaceId();
  const { integration: integrationId } = useParams<{ integration: string }>();
  const search = useSearchParams();
  const router = useRouter();
  const integration = useQuery(read('integrations.get', { params: { workspaceId, integrationId } }));
  const connected = integration.data !== undefined && integration.data.state !== 'draft';
  useEffect(() => {
    if (connected) router.replace(paths.integration(workspaceId, integrationId));
  }, [connected, router, workspaceId, integrationId]);
  const failed = errorOf('The draft could not be read', integration);
  if (failed) return <PageProblem page="Connect" problem={failed} />;
  if (!integration.data || connected) return <LoadingPanel rows={8} />;
  const step = STEPS.find((known) => known === search.get('step')) ?? 'apply';
  return <Wizard key={integrationId} integration={integration.data} step={step} />;
}
