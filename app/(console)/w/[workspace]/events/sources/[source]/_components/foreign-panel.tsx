import Link from 'next/link';
import type { EventSourceDetail } from '@/components/event-source/states';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { Time } from '@/components/ui/time';
import { groupAccountId } from '@/lib/format/arn';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import { useWorkspaceId } from '../../../../../../_components/session';

/** Accounts whose events come though nothing here covers them: dropped, and counted. */
export function ForeignPanel({ foreign }: { foreign: EventSourceDetail['foreign'] }) {
  const workspace = useWorkspaceId();
  if (foreign.length === 0) return null;
  return (
    <Panel
      title="Accounts that no integration covers"
      fact={plural(foreign.length, 'account')}
      flush
      footer="Their events are dropped. Connect the account to have them, or narrow the trail if they should not come."
    >
      <ul className="rows">
        {foreign.map(({ accountId, count, firstAt, lastAt }) => (
          <li key={accountId} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 md:px-4">
            <span className="mono font-medium">{groupAccountId(accountId)}</span>
            <span className="text-fg-2">
              {plural(count, 'event')}, first <Time at={firstAt} />, last <Time at={lastAt} />
            </span>
            <Link href={paths.newIntegration(workspace)} className={buttonClass({ size: 'sm', className: 'ml-auto' })}>
              Connect it
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
