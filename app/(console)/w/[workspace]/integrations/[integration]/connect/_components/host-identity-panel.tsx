'use client';
import { useQuery } from '@tanstack/react-query';
import { CodeBlock } from '@/components/code/code-block';
import { Arn } from '@/components/ui/arn';
import { DefinitionList } from '@/components/ui/definition-list';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { read } from '@/lib/client/queries';
import type { Integration } from '@/lib/schemas/integration';
import { errorOf } from '../../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../../_components/loading-panel';
import { useWorkspaceId } from '../../../../../../_components/session';

/** By which identity of the host this integration comes, over which roles, and what such a role must trust. */
export function HostIdentityPanel({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const { id: credentialId, retriever } = integration.credential;
  const credential = useQuery(read('credentials.get', { params: { workspaceId, credentialId } }));
  const federation = useQuery({
    ...read('federation.get', { params: { workspaceId } }),
    enabled: retriever !== 'none',
  });
  const failed = errorOf('The credential could not be read', credential);
  if (failed) return <ErrorState {...failed} />;
  if (!credential.data) return <LoadingPanel rows={4} />;
  const { name, hostIdentity, roleChain } = credential.data;
  return (
    <Panel
      title="Identity"
      fact={retriever === 'none' ? 'the host’s own AWS settings; no token, no role is made' : 'a token of the host'}
      bodyClassName="grid gap-4"
    >
      <DefinitionList
        items={[
          { term: 'Credential', value: name },
          { term: 'Retriever', value: retriever, mono: true },
          {
            term: 'Host identity',
            value: hostIdentity ? `${hostIdentity.name} (${hostIdentity.kind})` : 'none granted',
          },
          ...roleChain.map(({ roleArn, externalId }, index) => ({
            term: index === 0 ? 'Then assumes' : 'and then',
            wrap: true,
            value: (
              <>
                <Arn arn={roleArn} wrap />
                {externalId ? (
                  <span className="block text-12 text-fg-3">
                    with the External ID <code>{externalId}</code>
                  </span>
                ) : null}
              </>
            ),
          })),
        ]}
      />
      {federation.data && federation.data.issuer === 'kubernetes' ? (
        <div className="grid gap-2">
          <p className="max-w-[80ch] text-fg-2">
            The role must trust the cluster’s issuer for exactly this subject. This makes such a role:
          </p>
          <CodeBlock label="Terraform commands" code={federation.data.terraformSnippet} language="bash" plain />
        </div>
      ) : null}
      {retriever !== 'none' && federation.data?.issuer !== 'kubernetes' ? (
        <p className="max-w-[80ch] text-fg-2">
          The role must trust the issuer of this token, for exactly its subject and audience. Verification reads both
          from the token and compares them with the role’s trust policy.
        </p>
      ) : null}
    </Panel>
  );
}
