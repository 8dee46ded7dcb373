'use client';
import { SHARD_WORD, type Shard } from '@/components/event-source/states';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { EmptyState } from '@/components/ui/empty-state';
import { StateWord } from '@/components/ui/state-word';
import { Time } from '@/components/ui/time';
import { plural } from '@/lib/format/number';
import { duration } from '@/lib/format/time';

/** `*` is the source's own upkeep. */
const nameOf = ({ shard }: Shard) => (shard === '*' ? 'upkeep' : shard);

function State({ shard }: { shard: Shard }) {
  if (shard.error) return <StateWord state="failing" look="plain" />;
  return (
    <StateWord state={SHARD_WORD[shard.state]} look="plain">
      {shard.state}
    </StateWord>
  );
}

const COLUMNS: Column<Shard>[] = [
  { id: 'shard', header: 'Shard', width: '22%', kind: 'mono', text: nameOf, cell: nameOf },
  { id: 'state', header: 'State', width: '11%', cell: (shard) => <State shard={shard} /> },
  {
    id: 'sensor',
    header: 'Sensor',
    width: '14%',
    text: ({ sensorHost, sensorId }) => sensorHost ?? sensorId ?? 'none',
    cell: ({ sensorHost, sensorId }) => sensorHost ?? sensorId ?? 'none',
  },
  { id: 'lease', header: 'Lease until', width: '11%', cell: ({ leaseUntil }) => <Time at={leaseUntil} none="none" /> },
  {
    id: 'position',
    header: 'Position',
    text: ({ position }) => position ?? '',
    cell: ({ position }) => <span className="mono">{position ?? '—'}</span>,
  },
  { id: 'lag', header: 'Lag', width: '9%', kind: 'number', cell: ({ lagMs }) => duration(lagMs) },
  { id: 'last', header: 'Last event', width: '11%', cell: ({ lastEventAt }) => <Time at={lastEventAt} /> },
];

/** Each part that is read by one sensor at a time; what is wrong with one stands below. */
export function ShardsTable({ shards }: { shards: readonly Shard[] }) {
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
        title: <span className="mono">{nameOf(shard)}</span>,
        meta: <State shard={shard} />,
        detail: (
          <>
            {shard.sensorHost ?? 'no sensor'}, lag {duration(shard.lagMs)}, last <Time at={shard.lastEventAt} />
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
                <span className="mono">{shard}</span>: {error?.message} <Time at={error?.at} />
              </li>
            ))}
          </ul>
        ) : null
      }
    />
  );
}
