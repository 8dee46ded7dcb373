import Link from 'next/link';
import { KeyAge } from '@/components/resource/key-age';
import { KeyLastUsed } from '@/components/resource/key-last-used';
import { MatchText } from '@/components/table/match-text';
import type { Column, NarrowRow } from '@/components/table/types';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { paths } from '@/lib/paths';
import type { AccessKey } from '@/lib/schemas/inventory';

type Names = ReadonlyMap<string, string>;

export function keyColumns(workspace: string, search: string, names: Names, limitDays?: number): Column<AccessKey>[] {
  return [
    {
      id: 'key',
      header: 'Key',
      width: '19%',
      text: ({ accessKeyId }) => accessKeyId,
      cell: (key) => <KeyLink workspace={workspace} search={search} accessKey={key} />,
    },
    {
      id: 'owner',
      header: 'Owner',
      text: ({ owner }) => owner.name,
      cell: ({ owner }) =>
        owner.uid ? (
          <Link href={paths.resource(workspace, owner.uid)} className="text-fg hover:underline">
            <MatchText text={owner.name} search={search} />
          </Link>
        ) : (
          <MatchText text={owner.name} search={search} />
        ),
    },
    {
      id: 'account',
      header: 'Account',
      width: '13%',
      text: ({ accountId }) => accountId,
      cell: ({ accountId }) => names.get(accountId) ?? <span className="mono">{accountId}</span>,
    },
    { id: 'status', header: 'Status', width: '9%', cell: (key) => <Status accessKey={key} /> },
    {
      id: 'age',
      header: 'Age',
      width: '10%',
      kind: 'number',
      cell: ({ ageDays, status }) => <KeyAge ageDays={ageDays} active={status === 'Active'} limitDays={limitDays} />,
    },
    { id: 'used', header: 'Last used', width: '20%', cell: ({ lastUsed }) => <KeyLastUsed lastUsed={lastUsed} /> },
    {
      id: 'created',
      header: 'Created',
      width: '11%',
      cell: ({ createdAt }) => <Time at={createdAt} none="not known" />,
    },
  ];
}

function KeyLink({ workspace, search, accessKey }: { workspace: string; search: string; accessKey: AccessKey }) {
  return (
    <Link href={paths.resource(workspace, accessKey.uid)} className="mono font-medium hover:underline">
      <MatchText text={accessKey.accessKeyId} search={search} />
    </Link>
  );
}

function Status({ accessKey: { status } }: { accessKey: AccessKey }) {
  if (status === 'Unknown') return 'not known';
  return <StateWord state={status === 'Active' ? 'active' : 'inactive'} look="plain" />;
}

export function narrowKey(workspace: string, search: string, names: Names, limitDays?: number) {
  return (key: AccessKey): NarrowRow => ({
    title: <KeyLink workspace={workspace} search={search} accessKey={key} />,
    meta: <KeyAge ageDays={key.ageDays} active={key.status === 'Active'} limitDays={limitDays} />,
    detail: (
      <>
        {key.owner.name}, {names.get(key.accountId) ?? key.accountId}, {key.status.toLowerCase()}, used:{' '}
        <KeyLastUsed lastUsed={key.lastUsed} />
      </>
    ),
  });
}
