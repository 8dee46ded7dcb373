'use client';
import { SearchBox } from '@/components/table/search-box';
import { MomentPicker } from '@/components/time/moment-picker';
import { Chip } from '@/components/ui/chip';
import { Segment } from '@/components/ui/segment';
import { absoluteUtc } from '@/lib/format/time';
import type { HistorySpan } from '@/lib/schemas/history';
import type { ChangeFilters } from './use-change-filters';

const KINDS = [
  { value: 'any', label: 'Any kind' },
  { value: 'created', label: 'Created' },
  { value: 'changed', label: 'Changed' },
  { value: 'deleted', label: 'Deleted' },
  { value: 'recreated', label: 'Made again' },
] as const;
const CAUSES = [
  { value: 'any', label: 'Any cause' },
  { value: 'scan', label: 'Scans' },
  { value: 'event', label: 'Events' },
] as const;

/** The two moments and what narrows the page; how far back one can look. */
export function ChangeControls({
  filters,
  names,
  history,
}: {
  filters: ChangeFilters;
  names: ReadonlyMap<string, string>;
  history: HistorySpan | undefined;
}) {
  const { from, to, kind, cause, account, type, region, q, set } = filters;
  const chips = [
    { name: 'account', value: account, shown: account ? (names.get(account) ?? account) : '' },
    { name: 'type', value: type, shown: type },
    { name: 'region', value: region, shown: region },
  ];
  return (
    <div className="mb-4 grid grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <MomentPicker label="From" value={from} earliest={history?.from} onChange={(next) => set({ from: next })} />
        <MomentPicker label="To" now value={to} earliest={history?.from} onChange={(next) => set({ to: next })} />
        {history?.from ? (
          <span className="text-12 text-fg-3">
            History begins at {absoluteUtc(history.from)}; {history.days} days of it are kept.
          </span>
        ) : null}
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <SearchBox
          label="Search changes"
          placeholder="Name, ARN, id or tag"
          value={q ?? ''}
          onSearch={(next) => set({ q: next })}
        />
        <Segment
          label="Kind"
          value={kind ?? 'any'}
          onChange={(next) => set({ kind: next === 'any' ? null : next })}
          options={KINDS}
        />
        <Segment
          label="Cause"
          value={cause ?? 'any'}
          onChange={(next) => set({ cause: next === 'any' ? null : next })}
          options={CAUSES}
        />
        {chips.map(({ name, value, shown }) =>
          value ? <Chip key={name} name={name} value={shown ?? value} onRemove={() => set({ [name]: null })} /> : null,
        )}
      </div>
    </div>
  );
}
