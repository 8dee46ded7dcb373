'use client';
import { ScrollRegion } from '@/components/ui/scroll-region';
import { count, plural } from '@/lib/format/number';
import type { ChangeCounts, ChangeSummary } from '@/lib/schemas/history';
import type { ChangeFilters } from './use-change-filters';

const MOST_TYPES = 8;
const MOST_ACCOUNTS = 12;
const STRONGEST = 44;
const sizeOf = ({ created, changed, deleted, recreated }: ChangeCounts) => created + changed + deleted + recreated;

/** Changes by account and type: a number a cell, tinted by how many; a cell narrows the page to itself. */
export function ChangeGrid({ summary, filters }: { summary: ChangeSummary; filters: ChangeFilters }) {
  const types = summary.types.slice(0, MOST_TYPES);
  const accounts = summary.accounts.slice(0, MOST_ACCOUNTS);
  const cells = new Map(summary.cells.map((cell) => [`${cell.accountId} ${cell.type}`, cell]));
  const most = Math.max(1, ...summary.cells.map(sizeOf));
  const left = summary.types.length - types.length;
  const leftAccounts = summary.accounts.length - accounts.length;
  return (
    <>
      <ScrollRegion label="Changes by account and type">
        <table className="w-full border-collapse text-12 tabular-nums">
          <caption className="sr-only">Changes by account and type</caption>
          <thead>
            <tr>
              <th scope="col" className="px-3 py-2 text-left font-medium text-fg-3">
                Account
              </th>
              {types.map(({ value }) => (
                <th key={value} scope="col" title={value} className="mono px-2 py-2 text-right font-medium text-fg-3">
                  {shortType(value)}
                </th>
              ))}
              <th scope="col" className="px-3 py-2 text-right font-medium text-fg-3">
                All
              </th>
            </tr>
          </thead>
          <tbody>
            {accounts.map(({ value, label, ...all }) => (
              <tr key={value} className="border-t border-line">
                <th scope="row" title={value} className="max-w-[180px] truncate px-3 py-1.5 text-left font-normal">
                  {label ?? value}
                </th>
                {types.map((type) => {
                  const cell = cells.get(`${value} ${type.value}`);
                  const size = cell ? sizeOf(cell) : 0;
                  return (
                    <td key={type.value} className="p-0.5 text-right">
                      {cell && size > 0 ? (
                        <button
                          type="button"
                          title={wordsOf(cell)}
                          aria-label={`${label ?? value}, ${type.value}: ${plural(size, 'change')}. Show only these.`}
                          onClick={() => filters.set({ account: value, type: type.value })}
                          style={{ background: `color-mix(in oklab, var(--accent) ${tint(size, most)}%, transparent)` }}
                          className="min-h-7 w-full cursor-pointer rounded-1 px-2 text-right text-fg hover:outline hover:outline-line-strong"
                        >
                          {count(size)}
                        </button>
                      ) : (
                        <span className="px-2 text-fg-3">0</span>
                      )}
                    </td>
                  );
                })}
                <td className="px-3 py-1.5 text-right">{count(sizeOf(all))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {left > 0 || leftAccounts > 0 ? (
        <p className="px-3 py-2 text-12 text-fg-3">
          {[left > 0 ? plural(left, 'more type') : '', leftAccounts > 0 ? plural(leftAccounts, 'more account') : '']
            .filter(Boolean)
            .join(' and ')}{' '}
          with fewer changes; the numbers under All count every type.
        </p>
      ) : null}
    </>
  );
}

/** "IAM Role" of AWS::IAM::Role. */
function shortType(type: string): string {
  const [, service = '', name = type] = type.split('::');
  return `${service} ${name}`.trim();
}

/** By the logarithm: one busy account does not make the others look empty. */
function tint(size: number, most: number): number {
  return Math.round(6 + (STRONGEST - 6) * (most === 1 ? 0 : Math.log(size) / Math.log(most)));
}

export function wordsOf({ created, changed, deleted, recreated }: ChangeCounts): string {
  const parts = [
    [created, 'created'],
    [changed, 'changed'],
    [deleted, 'deleted'],
    [recreated, 'made again'],
  ] as const;
  return parts
    .filter(([size]) => size > 0)
    .map(([size, word]) => `${count(size)} ${word}`)
    .join(', ');
}
