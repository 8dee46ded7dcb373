import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { cn } from '@/components/ui/cn';
import { Icon } from '@/components/ui/icon';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { count } from '@/lib/format/number';

export type ScopeState = 'complete' | 'running' | 'partial' | 'denied' | 'failed' | 'queued';

export type ScopeRow = {
  /** Unique among the rows. */
  id: string;
  /** Type or group of types, "S3 buckets". */
  label: string;
  title?: string;
  /** State by region; a region that is not named is not in this scope. */
  cells: Readonly<Record<string, ScopeState>>;
  /** Set for a row that opens into others, which say so by `within`. */
  expanded?: boolean;
  within?: string;
};

export type ScopeGridProps = {
  label: string;
  regions: readonly string[];
  rows: readonly ScopeRow[];
  /** What the counts in words are of, where the rows are groups. */
  counted?: readonly ScopeRow[];
  onToggle?: (id: string) => void;
  note?: string;
};

const ORDER = ['complete', 'running', 'partial', 'denied', 'failed', 'queued'] as const satisfies readonly ScopeState[];

const FILL = {
  complete: 'var(--chart-1)',
  running: 'var(--info)',
  partial: 'var(--warn)',
  denied: 'var(--danger)',
  failed: 'var(--danger)',
  queued: 'transparent',
} as const satisfies Record<ScopeState, string>;

/** Each state has a shape of its own, drawn in the surface's colour on its fill. */
const SHAPE = {
  complete: 'M3.5 6.5 5.5 8.5 9 4.5',
  running: null,
  partial: 'M6 3v6',
  denied: 'm4 4 4 4m0-4-4 4',
  failed: 'M6 2.8v4m0 2v.6',
  queued: null,
} as const satisfies Record<ScopeState, string | null>;

/** How many cells are in each state, in the legend's order, without those that are nowhere. */
export function scopeCounts(rows: readonly Pick<ScopeRow, 'cells'>[]): { state: ScopeState; count: number }[] {
  const cells = rows.flatMap((row) => Object.values(row.cells));
  return ORDER.map((state) => ({ state, count: cells.filter((cell) => cell === state).length })).filter(
    (entry) => entry.count > 0,
  );
}

function Glyph({ state, named }: { state: ScopeState; named?: boolean }) {
  return (
    <>
      <svg viewBox="0 0 12 12" className="inline-block size-3.5 align-middle" aria-hidden="true">
        <rect
          x={0.5}
          y={0.5}
          width={11}
          height={11}
          rx={2}
          fill={FILL[state]}
          stroke={state === 'queued' ? 'var(--edge)' : undefined}
        />
        {state === 'running' ? <circle cx={6} cy={6} r={2.5} fill="var(--surface)" /> : null}
        {SHAPE[state] ? <path d={SHAPE[state]} stroke="var(--surface)" strokeWidth={1.6} fill="none" /> : null}
      </svg>
      {named ? <span className="sr-only">{state}</span> : null}
    </>
  );
}

/** What a scan has read: type by region, a glyph in every cell, and the counts in words. */
export function ScopeGrid({ label, regions, rows, counted = rows, onToggle, note }: ScopeGridProps) {
  return (
    <div className="grid min-w-0 gap-4">
      <ScrollRegion label={label} className="overflow-x-auto">
        {/* A region's name needs the width of its longest part, "northeast". */}
        <table className="w-full table-fixed text-12" style={{ minWidth: 160 + 54 * regions.length }}>
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              <td className="w-[140px]" />
              {regions.map((region) => (
                <th
                  key={region}
                  scope="col"
                  className="pb-1.5 align-bottom text-11 leading-[14px] font-normal text-fg-3"
                >
                  {region.split('-').map((part, index) => (
                    <Fragment key={part}>
                      {index > 0 ? <br /> : null}
                      {part}
                    </Fragment>
                  ))}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th
                  scope="row"
                  title={row.title ?? row.label}
                  className={cn(
                    'h-[22px] truncate pr-2 text-left font-normal whitespace-nowrap text-fg-2',
                    row.within && 'pl-5 text-fg-3',
                  )}
                >
                  {row.expanded === undefined ? (
                    row.label
                  ) : (
                    <button
                      type="button"
                      aria-expanded={row.expanded}
                      onClick={() => onToggle?.(row.id)}
                      className="flex min-h-6 items-center gap-1 hover:text-fg"
                    >
                      <Icon as={row.expanded ? ChevronDown : ChevronRight} />
                      {row.label}
                    </button>
                  )}
                </th>
                {regions.map((region) => {
                  const state = row.cells[region];
                  return (
                    <td key={region} className="text-center">
                      {state ? <Glyph state={state} named /> : null}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <div className="flex flex-wrap gap-x-5 gap-y-1 text-12 text-fg-2">
        {scopeCounts(counted).map((entry) => (
          <span key={entry.state} className="flex items-center gap-1.5">
            <Glyph state={entry.state} />
            {count(entry.count)} {entry.state}
          </span>
        ))}
        {note ? <span className="text-fg-3 md:ml-auto">{note}</span> : null}
      </div>
    </div>
  );
}
