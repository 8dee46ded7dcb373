'use client';
import { toast } from '@/components/ui/toast-store';
import { useWorkspaceId } from '../../../../../_components/session';
import { useOperation } from '../../../../../_components/use-operation';

/** Starts a verification of an integration, with a pasted trust policy when its own could not be read. */
export function useVerify(integrationId: string) {
  const workspaceId = useWorkspaceId();
  const verify = useOperation('integrations.verify', { stale: ['verifications.list'] });
  const start = (trustPolicy?: string) =>
    verify.mutate(
      { params: { workspaceId, integrationId }, body: trustPolicy ? { trustPolicy } : {} },
      { onError: (error) => toast.error('The verification did not start', error.message) },
    );
  return { verify, start };
}
