'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '@/components/form/field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-store';
import { read } from '@/lib/client/queries';
import type { HostIdentity } from '@/lib/schemas/install';
import { Refusal } from '../../../_components/refusal';
import { useOperation } from '../../../_components/use-operation';

const NOBODY = 'nobody';

/** One workspace or none. The explanation matters more than the field: a wrong grant lets one tenant act as another. */
export function GrantDialog({ identity, onClose }: { identity: HostIdentity; onClose: () => void }) {
  const { id, name, grantedWorkspace } = identity;
  const [chosen, setChosen] = useState(grantedWorkspace?.id ?? NOBODY);
  const workspaces = useQuery(read('workspaces.list', { query: { pageSize: 200 } }));
  const grant = useOperation('hostIdentities.grant', {
    stale: ['hostIdentities.list'],
    onSuccess: ({ grantedWorkspace: holder }) => {
      toast.success(holder ? `${name} is granted to ${holder.name}` : `${name} is granted to nobody`);
      onClose();
    },
  });
  const options = [
    { value: NOBODY, label: 'Nobody' },
    ...(workspaces.data?.workspaces ?? (grantedWorkspace ? [grantedWorkspace] : [])).map((workspace) => ({
      value: workspace.id,
      label: workspace.name,
    })),
  ];
  const unchanged = chosen === (grantedWorkspace?.id ?? NOBODY);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Who may use ${name}?`}
      description="To AWS every workspace that used it would be the same caller: a role that trusts one would let in the others. So one workspace may, and no other."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            intent="primary"
            busy={grant.isPending && 'Granting'}
            disabledReason={unchanged && 'Nothing is changed'}
            onClick={() =>
              grant.mutate({
                params: { hostIdentityId: id },
                body: { workspaceId: chosen === NOBODY ? null : chosen },
              })
            }
          >
            {chosen === NOBODY ? 'Withdraw' : 'Grant'}
          </Button>
        </>
      }
    >
      <Field
        label="Workspace"
        help="Its owners, admins and editors can make credentials of it. While some stand on it, it stays there."
      >
        {(control) => <Select {...control} value={chosen} onChange={setChosen} options={options} />}
      </Field>
      <Refusal title="The workspaces could not be read" error={workspaces.error} />
      <Refusal title="The grant stays as it is" error={grant.error} />
    </Dialog>
  );
}
