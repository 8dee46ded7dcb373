import { Building2, Plug } from 'lucide-react';
import Link from 'next/link';
import { INTEGRATION_WORD } from '@/components/integration/states';
import { cadence } from '@/components/scan/cadence';
import { scanWord } from '@/components/scan/states';
import type { Column, NarrowRow } from '@/components/table/types';
import { Icon } from '@/components/ui/icon';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { groupAccountId } from '@/lib/format/arn';
import { count } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { Integration } from '@/lib/schemas/integration';

/** Where a click on an integration leads: a draft goes on where it was left. */
export function integrationHref(workspace: string, { id, state, roleArn }: Integration): string {
  if (state !== 'draft') return paths.integration(workspace, id);
  return paths.connect(workspace, id, roleArn ? 'verify' : 'apply');
}

export function integrationColumns(workspace: string): Column<Integration>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: '21%',
      text: ({ name }) => name,
      cell: (row) => (
        <Link href={integrationHref(workspace, row)} className="flex items-center gap-2 font-medium hover:underline">
          <Icon as={row.scope === 'organization' ? Building2 : Plug} size="sm" className="text-fg-3" />
          <span className="truncate">{row.name}</span>
        </Link>
      ),
    },
    {
      id: 'account',
      header: 'Account',
      width: '14%',
      kind: 'mono',
      cell: ({ accountId }) => (accountId ? groupAccountId(accountId) : 'not known yet'),
    },
    {
      id: 'state',
      header: 'State',
      width: '12%',
      cell: ({ state }) => <StateWord state={INTEGRATION_WORD[state]} />,
    },
    { id: 'scope', header: 'Scope', width: '8%', cell: ({ scope }) => scope },
    { id: 'region', header: 'Region', width: '10%', kind: 'mono', cell: ({ region }) => region },
    {
      id: 'resources',
      header: 'Resources',
      width: '9%',
      kind: 'number',
      cell: ({ state, resources }) => (state === 'draft' ? '—' : count(resources)),
    },
    { id: 'lastScan', header: 'Last scan', width: '15%', cell: (row) => <LastScan integration={row} /> },
    {
      id: 'schedule',
      header: 'Schedule',
      width: '11%',
      cell: ({ state, schedule }) =>
        state === 'draft' ? '—' : schedule.enabled ? cadence(schedule.everyMinutes) : 'paused',
    },
  ];
}

/** What needs saying of the last scan: running, when it ended, and how unless it was complete. */
function LastScan({ integration: { lastScan } }: { integration: Integration }) {
  if (!lastScan) return 'never';
  const word = scanWord(lastScan.state);
  if (!lastScan.finishedAt)
    return (
      <StateWord state="running" look="plain">
        {word === 'queued' ? 'queued' : 'running'}
      </StateWord>
    );
  return (
    <>
      <Time at={lastScan.finishedAt} />
      {word && word !== 'complete' ? (
        <>
          , <StateWord state={word} look="plain" />
        </>
      ) : null}
    </>
  );
}

export function narrowIntegration(workspace: string) {
  return (row: Integration): NarrowRow => ({
    title: (
      <Link href={integrationHref(workspace, row)} className="hover:underline">
        {row.name}
      </Link>
    ),
    meta: <StateWord state={INTEGRATION_WORD[row.state]} />,
    detail: (
      <>
        {row.accountId ? groupAccountId(row.accountId) : 'account not known yet'}
        {row.state === 'draft' ? null : (
          <>
            , {count(row.resources)} resources, scan <LastScan integration={row} />
          </>
        )}
      </>
    ),
  });
}
