'use client';
import { useQuery } from '@tanstack/react-query';
import { FindingBody } from '@/components/finding/finding-body';
import { SeverityMark } from '@/components/finding/severity';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { read } from '@/lib/client/queries';
import { plural } from '@/lib/format/number';
import type { FindingDetail } from '@/lib/schemas/finding';
import type { Resource } from '@/lib/schemas/inventory';
import { Disclosure } from '../../../../../_components/disclosure';
import { errorOf } from '../../../../../_components/error-of';
import { MuteFinding } from '../../../../../_components/mute-finding';
import { useWorkspaceId } from '../../../../../_components/session';

/** What is found on a resource, first on its page; nothing where nothing ever was. */
export function ResourceFindings({ resource }: { resource: Resource }) {
  const workspaceId = useWorkspaceId();
  const query = useQuery(read('resources.findings', { params: { workspaceId, uid: resource.uid } }));
  const error = errorOf('The findings could not be read', query);
  // What is kept while another resource loads is not this one's.
  const findings = (query.data?.findings ?? []).filter((one) => one.resource.uid === resource.uid);
  if (error && !query.data) {
    return (
      <Panel title="Findings" flush>
        <ErrorState {...error} />
      </Panel>
    );
  }
  if (findings.length === 0) return null;
  const of = (state: FindingDetail['state']) => findings.filter((one) => one.state === state).length;
  const fact = [
    of('open') > 0 ? plural(of('open'), 'open', 'open') : '',
    of('muted') > 0 ? `${of('muted')} muted` : '',
    of('resolved') > 0 ? `${of('resolved')} resolved` : '',
  ].filter(Boolean);
  return (
    <Panel title="Findings" fact={fact.join(', ')} flush>
      <ul className="rows">
        {findings.map((finding) => (
          <li key={finding.id} className="grid gap-2 px-3 py-3 md:px-4">
            <p className="flex flex-wrap items-center gap-2">
              <SeverityMark severity={finding.severity} />
              <span className="font-medium">{finding.title}</span>
              {finding.state === 'open' ? null : <span className="text-fg-3">{finding.state}</span>}
            </p>
            <p className="text-fg-2 [overflow-wrap:anywhere]">{finding.evidence.text}</p>
            <Disclosure words="Evidence, why it matters, how to fix it">
              <div className="grid min-w-0 gap-5 text-13 text-fg">
                <FindingBody finding={finding} />
                <MuteFinding finding={finding} />
              </div>
            </Disclosure>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
