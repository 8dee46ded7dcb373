'use client';
import { useQuery } from '@tanstack/react-query';
import { Braces, Plus } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { DataTable } from '@/components/table/data-table';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { inlineLinkClass } from '@/components/ui/link-class';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { ApiToken } from '@/lib/schemas/workspace';
import { errorOf } from '../../../../_components/error-of';
import { RefusalText } from '../../../../_components/refusal';
import { useMay, useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useOperation } from '../../../../_components/use-operation';
import { useShortcut } from '../../../../_components/use-shortcut';
import { CreateTokenDialog } from './create-token-dialog';
import { narrowToken, tokenColumns } from './token-columns';

export function ApiTokens() {
  const { workspace } = useSession();
  const may = useMay('token:manage');
  const pages = useKeysetPages();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiToken | null>(null);
  const list = useQuery(
    read('apiTokens.list', { params: { workspaceId: workspace.id }, query: { pageToken: pages.token } }),
  );
  const revoke = useOperation('apiTokens.revoke', { stale: ['apiTokens.list'], onSuccess: () => setRevoking(null) });
  const tokens = list.data?.apiTokens;
  useShortcut('n', () => setCreating(true), may);
  const actions = {
    own: workspace.role,
    onRevoke: (token: ApiToken) => {
      revoke.reset();
      setRevoking(token);
    },
  };
  const nothingYet = tokens?.length === 0 && pages.token === undefined;
  const make = (
    <Button intent="primary" icon={Plus} keyCap="N" onClick={() => setCreating(true)}>
      Make a token
    </Button>
  );
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'API tokens' }]} />
      <PageHeader
        title="API tokens"
        subtitle={
          <span>
            For scripts and pipelines: each has a role of its own and ends by itself. What they can call is in the{' '}
            <Link href={paths.apiDocs()} className={inlineLinkClass}>
              API reference
            </Link>
            .
          </span>
        }
        actions={may && !nothingYet ? make : null}
      />
      <DataTable
        label="API tokens"
        columns={tokenColumns(actions)}
        rows={tokens}
        rowKey={({ id }) => id}
        rowLabel={({ name }) => name}
        narrow={narrowToken(actions)}
        loadingRows={4}
        error={errorOf('The API tokens could not be read', list)}
        empty={
          <EmptyState icon={Braces} title="There is no API token yet" action={may ? make : null}>
            With a token a script does what you do here, within its role and with its name in the audit log.
          </EmptyState>
        }
        page={pages.page(list.data?.nextPageToken, tokens ? plural(tokens.length, 'token') : '')}
      />
      <CreateTokenDialog open={creating} onOpenChange={setCreating} />
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={() => setRevoking(null)}
        verb="Revoke"
        name={revoking?.name ?? ''}
        goes="Its next request is refused: whatever uses it stops working."
        stays="It stays in this list and in the audit log."
        busy={revoke.isPending && 'Revoking'}
        error={revoke.error ? <RefusalText error={revoke.error} /> : null}
        onConfirm={() => revoking && revoke.mutate({ params: { workspaceId: workspace.id, apiTokenId: revoking.id } })}
      />
    </>
  );
}
