'use client';
import { useQuery } from '@tanstack/react-query';
import { KeySquare, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { CopyButton } from '@/components/ui/copy-button';
import { EmptyState } from '@/components/ui/empty-state';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import type { IssuerKey } from '@/lib/schemas/federation';
import { errorOf } from '../../../../_components/error-of';
import { RefusalText } from '../../../../_components/refusal';
import { useMay, useSession } from '../../../../_components/session';
import { useKeysetPages } from '../../../../_components/use-keyset-pages';
import { useOperation } from '../../../../_components/use-operation';

/** Signing keys of the built-in issuer. Their private parts are sealed and never leave the server. */
export function KeysPanel() {
  const { workspace } = useSession();
  const mayRotate = useMay('federation:rotate');
  const params = { workspaceId: workspace.id };
  const pages = useKeysetPages('keys');
  const [asking, setAsking] = useState(false);
  const list = useQuery(read('federation.listKeys', { params, query: { pageSize: 10, pageToken: pages.token } }));
  const rotate = useOperation('federation.rotateKeys', {
    stale: ['federation.listKeys', 'federation.documents'],
    onSuccess: () => {
      setAsking(false);
      toast.success('The signing key is rotated', 'The one before stays published until its tokens have expired.');
    },
  });
  const keys = list.data?.issuerKeys;
  const ask = () => {
    rotate.reset();
    setAsking(true);
  };
  return (
    <>
      <DataTable
        title="Signing keys"
        fact="RS256; next, active, retiring, revoked"
        label="Signing keys"
        keys={false}
        loadingRows={2}
        end={
          mayRotate ? (
            <Button size="sm" icon={RotateCw} onClick={ask}>
              Rotate now
            </Button>
          ) : null
        }
        columns={COLUMNS}
        rows={keys}
        rowKey={({ kid }) => kid}
        rowLabel={({ kid }) => kid}
        narrow={({ kid, state, ...key }) => ({
          title: <span className="mono">{kid}</span>,
          meta: <StateWord state={state} />,
          detail: (
            <>
              {publication(key.published)}, since <Time at={since({ kid, state, ...key })} />
            </>
          ),
        })}
        error={errorOf('The signing keys could not be read', list)}
        empty={
          <EmptyState icon={KeySquare} title="There is no signing key yet">
            The first one is made with the first token, probe or export.
          </EmptyState>
        }
        page={pages.page(list.data?.nextPageToken, keys ? plural(keys.length, 'key') : '')}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        verb="Rotate"
        name="the signing key"
        goes="The waiting key signs from now on, and a new one is published to wait."
        stays="The key that signs now stays published until its tokens have expired, so nothing is refused. If you host the documents in a bucket, export them again."
        keep="Keep it"
        typeName={false}
        busy={rotate.isPending && 'Rotating'}
        error={rotate.error ? <RefusalText error={rotate.error} /> : null}
        onConfirm={() => rotate.mutate({ params })}
      />
    </>
  );
}

/** When a key came into the state it is in. */
function since({ state, createdAt, activatedAt, retiringAt, revokedAt }: IssuerKey): string {
  const times = { next: createdAt, active: activatedAt, retiring: retiringAt, revoked: revokedAt };
  return times[state] ?? createdAt;
}

const publication = (published: boolean) => (published ? 'published' : 'no longer published');

const COLUMNS: Column<IssuerKey>[] = [
  {
    id: 'kid',
    header: 'Key id',
    kind: 'mono',
    width: '42%',
    text: ({ kid }) => kid,
    cell: ({ kid }) => (
      <span className="flex items-center gap-1">
        <span className="min-w-0 truncate">{kid}</span>
        <CopyButton text={kid} label={`Copy key id ${kid}`} size="xs" intent="ghost" />
      </span>
    ),
  },
  { id: 'state', header: 'State', width: '120px', cell: ({ state }) => <StateWord state={state} /> },
  { id: 'since', header: 'Since', width: '130px', cell: (key) => <Time at={since(key)} /> },
  { id: 'published', header: 'In the key set', width: '20%', cell: ({ published }) => publication(published) },
  { id: 'made', header: 'Made', width: '130px', cell: ({ createdAt }) => <Time at={createdAt} /> },
];
