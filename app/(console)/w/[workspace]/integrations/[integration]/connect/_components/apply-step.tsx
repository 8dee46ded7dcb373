'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState } from '@/components/ui/error-state';
import { Segment } from '@/components/ui/segment';
import { read } from '@/lib/client/queries';
import { errorOf } from '../../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../../_components/loading-panel';
import { useWorkspaceId } from '../../../../../../_components/session';
import { CommandsPanel } from './commands-panel';
import { FilesPanel } from './files-panel';
import { HostIdentityPanel } from './host-identity-panel';
import { RoleArnPanel } from './role-arn-panel';
import { SandboxPanel } from './sandbox-panel';
import type { Format, StepProps } from './step-props';
import { WizardFrame } from './wizard-frame';

/** The files for the account's owner, what they do, the commands, and the role ARN that comes back. */
export function ApplyStep(props: StepProps) {
  const builtIn = props.integration.credential.retriever === 'mooring_issuer';
  return builtIn ? <ApplyFiles {...props} /> : <ApplyWithHostIdentity {...props} />;
}

function ApplyFiles({ integration, draft }: StepProps) {
  const workspaceId = useWorkspaceId();
  const [format, setFormat] = useState<Format>('terraform');
  const params = { workspaceId, integrationId: integration.id };
  const rendered = useQuery(read('integrations.render', { params }));
  const failed = errorOf('The files could not be rendered', rendered);
  return (
    <WizardFrame
      integration={integration}
      draft={draft}
      step="apply"
      title={format === 'terraform' ? 'Apply the Terraform' : 'Apply the CloudFormation template'}
      subtitle={
        <span>
          Hand this to whoever owns the account of <b className="font-semibold">{draft.base.name}</b>. It makes one
          trust and one read-only role. It makes no key.
        </span>
      }
      actions={
        <Segment
          label="Format"
          value={format}
          onChange={setFormat}
          options={[
            { value: 'terraform', label: 'Terraform' },
            { value: 'cloudformation', label: 'CloudFormation' },
          ]}
        />
      }
    >
      {failed ? <ErrorState {...failed} /> : null}
      {!failed && !rendered.data ? <LoadingPanel rows={12} /> : null}
      {rendered.data && !failed ? (
        <FilesPanel rendered={rendered.data} format={format} draft={draft}>
          <CommandsPanel rendered={rendered.data} format={format} params={params} />
          <RoleArnPanel integration={integration} draft={draft} />
          <SandboxPanel rendered={rendered.data} integration={integration} draft={draft} />
        </FilesPanel>
      ) : null}
    </WizardFrame>
  );
}

function ApplyWithHostIdentity({ integration, draft }: StepProps) {
  const none = integration.credential.retriever === 'none';
  return (
    <WizardFrame
      integration={integration}
      draft={draft}
      step="apply"
      title={none ? 'Nothing to apply' : 'A role that trusts the host'}
      subtitle="Mooring comes to this account by an identity of its host."
    >
      <div className="grid max-w-[920px] gap-6">
        <HostIdentityPanel integration={integration} />
        <RoleArnPanel integration={integration} draft={draft} />
      </div>
    </WizardFrame>
  );
}
