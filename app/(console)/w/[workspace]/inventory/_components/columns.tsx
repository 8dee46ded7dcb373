import { ResourceName } from '@/components/resource/resource-name';
import { sentenceCase, typeLook } from '@/components/resource/types';
import type { Column, NarrowRow } from '@/components/table/types';
import { Tag } from '@/components/ui/badge';
import { Time } from '@/components/ui/time';
import { count } from '@/lib/format/number';
import type { ResourceSummary } from '@/lib/schemas/inventory';
import { columnHeader, columnValue, isTime, valueText } from './column-value';

type Names = ReadonlyMap<string, string>;
type Look = Pick<Column<ResourceSummary>, 'kind' | 'sortKey'> & { px: number };

/** Least widths, and what the API sorts by. Attributes and tags are of one kind each. */
const LOOKS: Readonly<Record<string, Look>> = {
  name: { px: 230, sortKey: 'name' },
  type: { px: 175, kind: 'mono', sortKey: 'type' },
  service: { px: 110, kind: 'mono' },
  accountId: { px: 120 },
  region: { px: 100, kind: 'mono' },
  id: { px: 180, kind: 'mono' },
  arn: { px: 260, kind: 'mono' },
  uid: { px: 270, kind: 'mono' },
  state: { px: 130 },
  version: { px: 80, kind: 'number' },
  createdAt: { px: 100, kind: 'number', sortKey: 'created' },
  firstSeenAt: { px: 100, kind: 'number' },
  observedAt: { px: 100, kind: 'number' },
  changedAt: { px: 100, kind: 'number', sortKey: 'changed' },
  deletedAt: { px: 100, kind: 'number' },
  tags: { px: 130 },
};
const OTHER: Look = { px: 150 };
const STATE_WORDS = { live: 'live', deleted: 'deleted', unwatched: 'no longer watched' } as const;

export type ColumnsOf = {
  workspace: string;
  chosen: readonly string[];
  rows: readonly ResourceSummary[];
  names: Names;
  search: string;
  /** Where a row leads; at a past moment to how it was then. */
  href?: (resource: ResourceSummary) => string;
  /** At a past moment there is no order by creation. */
  past: boolean;
};

/** The columns in their order, the name first. Numbers and times are right-aligned; attributes are judged by their values. */
export function inventoryColumns({ chosen, rows, names, ...of }: ColumnsOf): Column<ResourceSummary>[] {
  const shown = ['name', ...chosen];
  const looks = shown.map((column) => lookOf(column, rows));
  const whole = looks.reduce((sum, { px }) => sum + px, 0);
  return shown.map((column, n) => {
    const { px, kind, sortKey } = looks[n] ?? OTHER;
    return {
      id: column,
      header: columnHeader(column),
      width: `${Math.round((px / whole) * 1000) / 10}%`,
      ...(kind ? { kind } : {}),
      ...(sortKey && !(of.past && sortKey === 'created') ? { sortKey } : {}),
      text: (resource) => titleOf(column, resource, names),
      cell: (resource) => cellOf(column, resource, { names, ...of }),
    };
  });
}

/** What the columns need at least, in px; a table that is wider scrolls in its panel. */
export function leastWidth(chosen: readonly string[], rows: readonly ResourceSummary[]): number {
  return ['name', ...chosen].reduce((sum, column) => sum + lookOf(column, rows).px, 40);
}

function lookOf(column: string, rows: readonly ResourceSummary[]): Look {
  const known = LOOKS[column];
  if (known) return known;
  const values = rows.map((row) => columnValue(column, row)).filter((value) => value !== null);
  if (values.length === 0) return OTHER;
  if (values.every((value) => typeof value === 'number' || isTime(value))) return { px: 110, kind: 'number' };
  if (column.startsWith('attr.') && values.every((value) => typeof value !== 'boolean'))
    return { px: 150, kind: 'mono' };
  return OTHER;
}

function titleOf(column: string, resource: ResourceSummary, names: Names): string {
  if (column === 'accountId') return [names.get(resource.accountId), resource.accountId].filter(Boolean).join(' ');
  if (column === 'tags') return tagsOf(resource).join(', ') || 'none';
  return valueText(columnValue(column, resource));
}

type CellContext = Pick<ColumnsOf, 'workspace' | 'names' | 'search' | 'href'>;

function cellOf(column: string, resource: ResourceSummary, { workspace, names, search, href }: CellContext) {
  switch (column) {
    case 'name':
      return <ResourceName workspace={workspace} resource={resource} search={search} href={href?.(resource)} />;
    case 'accountId': {
      const name = names.get(resource.accountId);
      return <span className={name ? '' : 'mono'}>{name ?? resource.accountId}</span>;
    }
    case 'tags':
      return <Tags tags={tagsOf(resource)} />;
    case 'state':
      return STATE_WORDS[resource.state];
    default:
      return <Value value={columnValue(column, resource)} />;
  }
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return <span className="text-fg-3">—</span>;
  if (isTime(value)) return <Time at={value} />;
  if (typeof value === 'number') return count(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return valueText(value);
}

const tagsOf = ({ tags }: ResourceSummary) => Object.entries(tags).map(([key, value]) => `${key}=${value}`);

/** The first tag and how many more; all of them are the cell's title. */
function Tags({ tags }: { tags: readonly string[] }) {
  const [first, ...more] = tags;
  if (first === undefined) return <span className="text-fg-3">none</span>;
  return (
    <span className="flex gap-1">
      <Tag className="min-w-0 truncate">{first}</Tag>
      {more.length > 0 ? <Tag>+{more.length}</Tag> : null}
    </span>
  );
}

/** Two lines on a phone: name and time, then what and where, with the first of the other chosen columns. */
export function narrowResource({ workspace, chosen, names, search, href }: Omit<ColumnsOf, 'rows' | 'past'>) {
  const extra = chosen.find((column) => /^(attr|tag)\./.test(column));
  return (resource: ResourceSummary): NarrowRow => ({
    title: <ResourceName bare workspace={workspace} resource={resource} search={search} href={href?.(resource)} />,
    meta: <Time at={resource.deletedAt ?? resource.changedAt} />,
    detail: [
      sentenceCase(typeLook(resource.type).noun),
      ...(extra ? [valueText(columnValue(extra, resource))] : []),
      names.get(resource.accountId) ?? resource.accountId,
      ...(resource.region === 'global' ? [] : [resource.region]),
      ...(resource.state === 'live' ? [] : [STATE_WORDS[resource.state]]),
    ]
      .filter(Boolean)
      .join(', '),
  });
}
