'use client';
import Link from 'next/link';
import type { z } from 'zod';
import { ShardName, shardText } from '@/components/event-source/shard-name';
import { lagWord, STRATEGY_WORD } from '@/components/event-source/states';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { EmptyState } from '@/components/ui/empty-state';
import { linkClass } from '@/components/ui/link-class';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { paths } from '@/lib/paths';
import type { sensorSchema } from '@/lib/schemas/sensor-profile';
import { useWorkspaceId } from '../../../../_components/session';

export type Sensor = z.output<typeof sensorSchema>;
type Lease = Sensor['leases'][number];

const shardOf = ({ shard }: Lease) => shardText(shard);

function columns(workspace: string, lost: boolean): Column<Lease>[] {
  return [
    {
      id: 'source',
      header: 'Source',
      width: '24%',
      text: ({ sourceName }) => sourceName,
      cell: ({ sourceId, sourceName }) => (
        <Link href={paths.eventSource(workspace, sourceId)} className="font-medium hover:underline">
          {sourceName}
        </Link>
      ),
    },
    { id: 'strategy', header: 'Strategy', width: '13%', cell: ({ strategy }) => STRATEGY_WORD[strategy] },
    { id: 'shard', header: 'Shard', text: shardOf, cell: ({ shard }) => <ShardName shard={shard} /> },
    {
      id: 'state',
      header: 'State',
      width: '14%',
      text: ({ error }) => error?.message ?? '',
      cell: (lease) => stateOf(lease, lost),
    },
    { id: 'lag', header: 'Lag', width: '10%', kind: 'number', cell: ({ lagMs }) => lagWord(lagMs) },
    {
      id: 'last',
      header: 'Last event',
      width: '12%',
      cell: ({ lastEventAt }) => <Time at={lastEventAt} none="none yet" />,
    },
    { id: 'lease', header: 'Lease until', width: '12%', cell: ({ leaseUntil }) => <Time at={leaseUntil} /> },
  ];
}

const stateOf = ({ error }: Lease, lost: boolean) => {
  if (lost) {
    return (
      <StateWord state="waits" look="plain">
        to be taken over
      </StateWord>
    );
  }
  return (
    <StateWord state={error ? 'failing' : 'active'} look="plain">
      {error ? 'failing' : 'consuming'}
    </StateWord>
  );
};

/** One sensor: whether it lives, and the shards and scans it holds. */
export function SensorPanel({ sensor }: { sensor: Sensor }) {
  const workspace = useWorkspaceId();
  const { hostname, pid, version, startedAt, heartbeatAt, lost, leases, scanJobs } = sensor;
  return (
    <DataTable
      title={<span className="mono">{hostname}</span>}
      fact={
        <>
          version {version}, process {pid}, started <Time at={startedAt} />
        </>
      }
      end={
        <>
          <span>
            heartbeat <Time at={heartbeatAt} />
          </span>
          <StateWord state={lost ? 'failed' : 'active'}>{lost ? 'lost' : 'alive'}</StateWord>
        </>
      }
      label={`What ${hostname} consumes`}
      keys={false}
      columns={columns(workspace, lost)}
      rows={leases}
      rowKey={({ sourceId, shard }) => `${sourceId} ${shard}`}
      rowLabel={(lease) => `${lease.sourceName}, ${shardOf(lease)}`}
      narrow={(lease) => ({
        title: (
          <Link href={paths.eventSource(workspace, lease.sourceId)} className="hover:underline">
            {lease.sourceName}
          </Link>
        ),
        meta: stateOf(lease, lost),
        detail: (
          <>
            {shardOf(lease)}, lag {lagWord(lease.lagMs)}
          </>
        ),
      })}
      empty={
        <EmptyState title={lost ? 'It was lost' : 'It consumes nothing of this workspace'}>
          {lost
            ? 'Its heartbeat stopped. What it held is taken over by another sensor.'
            : 'It takes a shard as soon as one is free: an attached source of an enabled profile.'}
        </EmptyState>
      }
      footer={<Scans jobs={scanJobs} workspace={workspace} />}
    />
  );
}

function Scans({ jobs, workspace }: { jobs: Sensor['scanJobs']; workspace: string }) {
  if (jobs.length === 0) return <span>Scans nothing now</span>;
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      <span>{plural(jobs.length, 'scan job')}:</span>
      {jobs.map(({ scanId, accountId, service }) => (
        <Link key={`${scanId} ${accountId} ${service}`} href={paths.scan(workspace, scanId)} className={linkClass}>
          {service} in {accountId}
        </Link>
      ))}
    </span>
  );
}
