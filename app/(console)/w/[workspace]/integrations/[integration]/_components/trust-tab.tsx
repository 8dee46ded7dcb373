'use client';
import { useQuery } from '@tanstack/react-query';
import { ReadOnlyField } from '@/components/form/read-only-field';
import { DefinitionList } from '@/components/ui/definition-list';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { FactList } from '@/components/verification/fact-list';
import { FixView } from '@/components/verification/fix-view';
import { read } from '@/lib/client/queries';
import type { Integration } from '@/lib/schemas/integration';
import { errorOf } from '../../../../../_components/error-of';
import { useWorkspaceId } from '../../../../../_components/session';

/** What the role trusts, as it was read back when it was last verified, and what our tokens say. */
export function TrustTab({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const { id: integrationId, verificationId } = integration;
  const verification = useQuery({
    ...read('verifications.get', { params: { workspaceId, verificationId: verificationId ?? integrationId } }),
    enabled: verificationId !== null,
  });
  const failed = errorOf('The verification could not be read', verification);
  const who = verification.data?.steps.find(({ key }) => key === 'who_else');
  const { issuerUrl, audience, subject, roleArn, roleName } = integration;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Panel title="What our tokens say" fact="fixed when it was drafted" bodyClassName="grid gap-4">
        {subject ? (
          <>
            <ReadOnlyField label="Issuer" value={issuerUrl ?? 'none'} />
            <ReadOnlyField label="Audience" value={audience ?? 'none'} />
            <ReadOnlyField label="Subject" value={subject} help="Compared as equal; no other integration has it." />
          </>
        ) : (
          <p className="text-fg-2">
            This integration comes by an identity of the host ({integration.credential.retriever}), so its claims are
            the host’s. The verification shows them.
          </p>
        )}
        <DefinitionList
          items={[
            { term: 'Role', value: roleName ?? roleArn ?? 'none: the host’s own identity', mono: true },
            { term: 'Token lives', value: '10 min' },
            { term: 'Session', value: '1 h at most' },
          ]}
        />
      </Panel>
      <Panel
        title="Who the role lets in"
        fact={
          who ? (
            <>
              read back <Time at={verification.data?.finishedAt ?? null} />
            </>
          ) : undefined
        }
        bodyClassName="grid gap-4"
      >
        {failed ? <ErrorState {...failed} /> : null}
        {!failed && verificationId !== null && !verification.data ? <SkeletonRows rows={3} /> : null}
        {who ? <p className="max-w-[74ch] text-fg-2">{who.reason ?? who.evidence}</p> : null}
        {who && who.facts.length > 0 ? <FactList facts={who.facts} label="Who the role lets in" /> : null}
        {who?.fix ? <FixView fix={who.fix} of={who.title} /> : null}
      </Panel>
    </div>
  );
}
