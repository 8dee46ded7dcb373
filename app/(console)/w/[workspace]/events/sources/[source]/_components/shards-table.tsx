'use client';
import { ShardName, shardText } from '@/components/event-source/shard-name';
import { lagWord, SHARD_WORD, type Shard } from '@/components/event-source/states';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { EmptyState } from '@/components/ui/empty-state';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';

const nameOf = ({ shard }: Shard) => shardText(shard);

/** An object's key is told by its end; the whole stands in the title. */
const endOf = (position: string) => position.slice(position.lastIndexOf('/') + 1);

function State({ shard }: { shard: Shard }) {
  if (shard.error) return <StateWord state="failing" look="plain" />;
  return (
    <StateWord state={SHARD_WORD[shard.state]} look="plain">
      {shard.state}
    </StateWord>
  );
}

const COLUMNS: Column<Shard>[] = [
  { id: 'shard', header: 'Shard', width: '25%', text: nameOf, cell: ({ shard }) => <ShardName shard={shard} /> },
  { id: 'state', header: 'State', width: '11%', cell: (shard) => <State shard={shard} /> },
  {
    id: 'sensor',
    header: 'Sensor',
    width: '12%',
    text: ({ sensorHost, sensorId }) => sensorHost ?? sensorId ?? 'none',
    cell: ({ sensorHost, sensorId }) => sensorHost ?? sensorId ?? 'none',
  },
  { id: 'lease', header: 'Lease until', width: '11%', cell: ({ leaseUntil }) => <Time at={leaseUntil} none="none" /> },
  {
    id: 'position',
    header: 'Position',
    text: ({ position }) => position ?? '',
    cell: ({ position }) => (position ? <span className="mono">{endOf(position)}</span> : '—'),
  },
  { id: 'lag', header: 'Lag', width: '9%', kind: 'number', cell: ({ lagMs }) => lagWord(lagMs) },
  {
    id: 'last',
    header: 'Last event',
    width: '11%',
    cell: ({ lastEventAt }) => <Time at={lastEventAt} none="none yet" />,
  },
];

/** Each part that is read by one sensor at a time; what is wrong with one stands below. */
export function ShardsTable({ shards: all }: { shards: readonly Shard[] }) {
  // Upkeep that nobody does yet says nothing.
  const shards = all.filter(({ shard, sensorId, error }) => shard !== '*' || sensorId !== null || error !== null);
  const failing = shards.filter(({ error }) => error !== null);
  return (
    <DataTable
      title="Shards"
      fact={plural(shards.filter(({ shard }) => shard !== '*').length, 'shard')}
      label="Shards"
      keys={false}
      columns={COLUMNS}
      rows={shards}
      rowKey={({ shard }) => shard}
      rowLabel={nameOf}
      narrow={(shard) => ({
        title: <ShardName shard={shard.shard} />,
        meta: <State shard={shard} />,
        detail: (
          <>
            {shard.sensorHost ?? 'no sensor'}, lag {lagWord(shard.lagMs)}, last event{' '}
            <Time at={shard.lastEventAt} none="none yet" />
          </>
        ),
      })}
      empty={
        <EmptyState title="No shard yet">The first sensor that takes this source finds out what there is.</EmptyState>
      }
      footer={
        failing.length > 0 ? (
          <ul className="grid gap-1 py-1.5 text-danger-text">
            {failing.map(({ shard, error }) => (
              <li key={shard} className="[overflow-wrap:anywhere]">
                {shardText(shard)}: {error?.message} <Time at={error?.at} />
              </li>
            ))}
          </ul>
        ) : null
      }
    />
  );
}
