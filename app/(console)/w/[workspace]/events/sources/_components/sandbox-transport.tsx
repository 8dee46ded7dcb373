'use client';
import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/note';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import type { StrategyName } from '@/lib/schemas/event-source';
import { Refusal, RefusalText } from '../../../../../_components/refusal';
import { useMay, useWorkspaceId } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';

type Props = {
  strategy: StrategyName;
  integrationId: string | undefined;
  /** Of the integration, where it is known. */
  accountId: string | null | undefined;
  onConfig: (config: Record<string, unknown>) => void;
};

/** The stand-in for AWS: one click makes what the Terraform would, and the fields fill themselves in. */
export function SandboxTransport({ strategy, integrationId, accountId, onConfig }: Props) {
  const workspaceId = useWorkspaceId();
  const may = useMay('eventSource:write');
  const accounts = useQuery({
    ...read('integrations.listSandboxAccounts', { params: { workspaceId } }),
    // Without it everything else of the form works: said once, and asked again by hand.
    retry: false,
  });
  const prepare = useOperation('eventSources.prepareInSandbox');
  const { data, error } = accounts;
  if (integrationId && error && !data) {
    return (
      <Note
        tone="sandbox"
        icon={FlaskConical}
        title="Nothing can be made in the sandbox now"
        action={
          <Button size="sm" busy={accounts.isFetching && 'Asking'} onClick={() => void accounts.refetch()}>
            Try again
          </Button>
        }
      >
        <RefusalText error={error} />
      </Note>
    );
  }
  if (!integrationId || !data?.accounts.some(({ id }) => id === accountId)) return null;
  return (
    <Note tone="sandbox" icon={FlaskConical}>
      <p>This account is one of the built-in stand-in for AWS. It can deliver its events to you.</p>
      <div className="mt-2">
        <Button
          onClick={() =>
            prepare.mutate(
              { params: { workspaceId }, body: { strategy, integrationId } },
              {
                onSuccess: ({ config }) => {
                  onConfig(config);
                  toast.success('Made in the sandbox', 'The role may read it, and the fields are filled in.');
                },
              },
            )
          }
          busy={prepare.isPending && 'Making it'}
          disabledReason={!may && 'Needs the role editor, admin or owner'}
        >
          Make it in the sandbox
        </Button>
      </div>
      <Refusal title="The sandbox did not make it" error={prepare.error} className="mt-3" />
    </Note>
  );
}
