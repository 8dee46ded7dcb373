'use client';
import { Plug, Plus } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { paths } from '@/lib/paths';
import { useMay, useWorkspaceId } from '../../../_components/session';

/** In place of the figures while no account is connected: what would be here, and how to get there. */
export function FirstStep() {
  const workspace = useWorkspaceId();
  const may = useMay('integration:write');
  return (
    <Panel label="Connect your first AWS account">
      <EmptyState
        icon={Plug}
        title="Connect your first AWS account"
        action={
          may ? (
            <Link href={paths.newIntegration(workspace)} className={buttonClass({ intent: 'primary' })}>
              <Icon as={Plus} size="sm" /> Connect an account
            </Link>
          ) : null
        }
      >
        {may
          ? 'Then this page says which roles let others in, which keys are too old, and what changed since you last looked. It takes a Terraform file and no key.'
          : 'Then this page says which roles let others in and which keys are too old. An editor, admin or owner of this workspace can connect one.'}
      </EmptyState>
    </Panel>
  );
}
