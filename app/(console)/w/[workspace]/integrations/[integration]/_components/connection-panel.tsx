import Link from 'next/link';
import { PERMISSION_SET_WORDS } from '@/components/integration/permission-sets';
import { cadence } from '@/components/scan/cadence';
import { DefinitionList } from '@/components/ui/definition-list';
import { linkClass } from '@/components/ui/link-class';
import { Panel } from '@/components/ui/panel';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { paths } from '@/lib/paths';
import { SERVICE_TITLES } from '@/lib/schemas/collector-service';
import type { Integration } from '@/lib/schemas/integration';
import { useWorkspaceId } from '../../../../../_components/session';

/** What the connection stands on, as it was when it was verified. */
export function ConnectionPanel({ integration }: { integration: Integration }) {
  const workspaceId = useWorkspaceId();
  const { subject, issuerUrl, state, verifiedAt, options, region, schedule, createdBy, credential, id } = integration;
  const builtIn = credential.retriever === 'mooring_issuer';
  return (
    <Panel title="Connection">
      <DefinitionList
        layout="stacked"
        items={[
          ...(subject
            ? [
                {
                  term: 'Admits',
                  wrap: true,
                  value: (
                    <>
                      <span className="mono">{subject}</span>
                      {state === 'open_role' ? (
                        <StateWord state="open role" look="plain" className="flex">
                          and others
                        </StateWord>
                      ) : (
                        <StateWord state="complete" look="plain" className="flex">
                          and nobody else
                        </StateWord>
                      )}
                    </>
                  ),
                },
                { term: 'Issuer', value: issuerUrl ?? 'none', mono: issuerUrl !== null, wrap: true },
              ]
            : []),
          {
            term: 'Credential',
            value: (
              <Link href={paths.credentials(workspaceId)} className={linkClass}>
                {credential.name}
              </Link>
            ),
          },
          {
            term: 'Verified',
            value: (
              <Link href={paths.integration(workspaceId, id, 'verification')} className={linkClass}>
                <Time at={verifiedAt} />
              </Link>
            ),
          },
          ...(builtIn
            ? [{ term: 'Permissions', value: PERMISSION_SET_WORDS[options.permissionSet].title, wrap: true }]
            : []),
          {
            term: 'Services',
            value: options.services?.map((one) => SERVICE_TITLES[one]).join(', ') ?? 'all',
            wrap: true,
          },
          { term: 'Region of STS', value: region, mono: true },
          {
            term: 'Next scan',
            value: schedule.enabled ? (
              <>
                <Time at={schedule.nextRunAt} none="not known" />, {cadence(schedule.everyMinutes)}
              </>
            ) : (
              'paused'
            ),
          },
          { term: 'Drafted by', value: createdBy },
        ]}
      />
    </Panel>
  );
}
