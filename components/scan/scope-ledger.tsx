'use client';
import { useState } from 'react';
import { SCOPE_WORD } from '@/components/scan/states';
import { DataTable } from '@/components/table/data-table';
import type { Column } from '@/components/table/types';
import { Segment } from '@/components/ui/segment';
import { StateWord } from '@/components/ui/state-word';
import { changes, count } from '@/lib/format/number';
import { duration } from '@/lib/format/time';
import type { Scan } from '@/lib/schemas/scan';

type Scope = Scan['scopes'][number];

function took({ startedAt, finishedAt }: Scope): string {
  return duration(startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : null);
}

const changed = (scope: Scope) => changes({ created: scope.created, updated: scope.changed, deleted: scope.deleted });

const COLUMNS: readonly Column<Scope>[] = [
  {
    id: 'type',
    header: 'Type',
    width: '32%',
    kind: 'mono',
    text: ({ type }) => type,
    cell: ({ type }) => type,
  },
  { id: 'account', header: 'Account', width: '15%', kind: 'mono', cell: ({ accountId }) => accountId },
  { id: 'region', header: 'Region', width: '11%', kind: 'mono', cell: ({ region }) => region },
  {
    id: 'status',
    header: 'Result',
    width: '14%',
    cell: ({ status }) => <StateWord state={SCOPE_WORD[status]} look="plain" />,
  },
  {
    id: 'seen',
    header: 'Found',
    width: '8%',
    kind: 'number',
    cell: ({ seen, status }) => (status === 'pending' || status === 'skipped' ? '—' : count(seen)),
  },
  { id: 'changed', header: 'Changed', width: '11%', kind: 'number', cell: changed },
  { id: 'took', header: 'Took', width: '9%', kind: 'number', cell: took },
];

type Shown = 'telling' | 'all';
/** A ledger of more rows folds those that say nothing: complete, and nothing there. */
const MOST_ROWS = 40;

function isTelling({ status, seen, created, changed: updated, deleted, error }: Scope): boolean {
  return (
    error !== null || seen + created + updated + deleted > 0 || !['complete', 'pending', 'skipped'].includes(status)
  );
}

type Props = { scan: Scan; title?: string; keys?: boolean };

/** The ledger of a scan: for each type, whether it was fully listed, what was found and what changed. */
export function ScopeLedger({ scan, title = 'Ledger', keys = false }: Props) {
  const [shown, setShown] = useState<Shown>('telling');
  const telling = scan.scopes.filter(isTelling);
  const folded = scan.scopes.length > MOST_ROWS && telling.length < scan.scopes.length;
  return (
    <DataTable
      title={title}
      fact="Only what was listed completely can mark something deleted."
      {...(folded
        ? {
            end: (
              <Segment
                label="Scopes to show"
                value={shown}
                onChange={setShown}
                options={[
                  { value: 'telling', label: `With something ${count(telling.length)}` },
                  { value: 'all', label: `All ${count(scan.scopes.length)}` },
                ]}
              />
            ),
          }
        : {})}
      label="Scopes"
      columns={COLUMNS}
      rows={folded && shown === 'telling' ? telling : scan.scopes}
      rowKey={({ accountId, region, type }) => `${accountId} ${region} ${type}`}
      rowLabel={({ type }) => type}
      narrow={(scope) => ({
        title: <span className="mono">{scope.type}</span>,
        meta: <StateWord state={SCOPE_WORD[scope.status]} look="plain" />,
        detail: `${count(scope.seen)} found, changed ${changed(scope)}, ${took(scope)}`,
      })}
      empty={<p className="px-4 py-6 text-center text-fg-3">No scope has been planned yet.</p>}
      keys={keys}
    />
  );
}
