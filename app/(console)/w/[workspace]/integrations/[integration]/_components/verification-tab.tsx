'use client';
import { useQuery } from '@tanstack/react-query';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { read } from '@/lib/client/queries';
import { absoluteUtc } from '@/lib/format/time';
import type { Integration } from '@/lib/schemas/integration';
import { errorOf } from '../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../_components/loading-panel';
import { useMay, useWorkspaceId } from '../../../../../_components/session';
import { useFollow } from '../../../../../_components/use-follow';
import { useUrlFilters } from '../../../../../_components/use-url-filters';
import { useVerify } from './use-verify';
import { VerificationView } from './verification-view';

/** The verifications of an integration: the newest, or an earlier one by the list. */
export function VerificationTab({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const { search, set } = useUrlFilters();
  const list = useQuery(
    read('verifications.list', { params: { workspaceId, integrationId: integration.id }, query: { pageSize: 20 } }),
  );
  const runs = list.data?.verifications;
  const shown = runs?.find(({ id }) => id === search.get('run')) ?? runs?.[0];
  const failed = errorOf('The verifications could not be read', list);
  if (failed) return <ErrorState {...failed} />;
  if (!runs) return <LoadingPanel rows={9} />;
  if (!shown) {
    return (
      <Panel label="Verification">
        <EmptyState title="Not verified yet">Verify checks what the role allows and whom it lets in.</EmptyState>
      </Panel>
    );
  }
  return (
    <div className="grid gap-4">
      {runs.length > 1 ? (
        <div className="flex flex-wrap items-center gap-2 text-fg-2">
          <label htmlFor="run">Run</label>
          <Select
            id="run"
            value={shown.id}
            onChange={(id) => set({ run: id === runs[0]?.id ? null : id })}
            options={runs.map(({ id, createdAt, state, requestedBy }) => ({
              value: id,
              label: absoluteUtc(createdAt),
              hint: `${state}, by ${requestedBy}`,
            }))}
            className="w-96 max-w-full"
          />
        </div>
      ) : null}
      <Run key={shown.id} verificationId={shown.id} integrationId={integration.id} />
    </div>
  );
}

function Run({ verificationId, integrationId }: { verificationId: string; integrationId: string }) {
  const workspaceId = useWorkspaceId();
  const may = useMay('integration:verify');
  const { verify, start } = useVerify(integrationId);
  const query = useFollow(
    'verifications.get',
    'verifications.stream',
    { params: { workspaceId, verificationId } },
    ({ finishedAt }) => finishedAt === null,
  );
  const failed = errorOf('The verification could not be read', query);
  if (failed) return <ErrorState {...failed} />;
  if (!query.data) return <LoadingPanel rows={9} />;
  return (
    <VerificationView verification={query.data} onCompare={may ? start : undefined} comparing={verify.isPending} />
  );
}
