'use client';
import { useQuery } from '@tanstack/react-query';
import { CodeBlock } from '@/components/code/code-block';
import { Crumbs } from '@/components/layout/crumbs';
import { PageHeader } from '@/components/layout/page-header';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { read } from '@/lib/client/queries';
import { paths } from '@/lib/paths';
import { errorOf } from '../../../../_components/error-of';
import { useSession } from '../../../../_components/session';
import { DocumentsPanel } from './documents-panel';
import { FederationPanel } from './federation-panel';
import { HostIdentitiesPanel } from './host-identities-panel';
import { KeysPanel } from './keys-panel';
import { ProbePanel } from './probe-panel';

/** How this workspace proves who it is to AWS, checked live. */
export function Security() {
  const { workspace } = useSession();
  const federation = useQuery(read('federation.get', { params: { workspaceId: workspace.id } }));
  const failed = errorOf('The federation could not be read', federation);
  const data = federation.data;
  return (
    <>
      <Crumbs crumbs={[{ label: workspace.name, href: paths.overview(workspace.id) }, { label: 'Security' }]} />
      <PageHeader
        title="Security"
        subtitle="How this workspace proves who it is to AWS: by short-lived tokens that anyone can check, never by a key."
      />
      <div className="grid grid-cols-1 gap-6">
        {failed ? (
          <Panel label="Federation">
            <ErrorState {...failed} />
          </Panel>
        ) : !data ? (
          <Panel title="Federation">
            <SkeletonRows rows={6} />
          </Panel>
        ) : (
          <>
            <FederationPanel federation={data} />
            {data.issuerUrl ? <ProbePanel /> : null}
            {data.terraformSnippet ? (
              <Panel
                flush
                title="Terraform"
                fact="provider and role, filled in; an integration’s wizard renders the same with its id in place"
              >
                <CodeBlock plain label="Terraform snippet" language="bash" code={data.terraformSnippet} />
              </Panel>
            ) : null}
            {data.issuer === 'mooring' ? <KeysPanel /> : null}
            {data.issuer === 'mooring' && data.issuerUrl ? <DocumentsPanel /> : null}
          </>
        )}
        <HostIdentitiesPanel />
      </div>
    </>
  );
}
