import { collectorByType } from '@/lib/collectors/registry';
import { type ChangeCounts, type ChangeSummary, changeFilterSchema } from '@/lib/schemas/history';
import { accountLabels } from '../inventory/facets';
import { workspaceRead } from '../verb';
import { changeFiltersJson, refuseEmptySpan, startOf } from './changes';
import { historySpan } from './span';

const HOUR = 3600;
const MOST_SPANS = 60;
/** Lengths of a bar: whole hours, as the rollup counts by them. */
const SPANS = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 28 * 24 * HOUR, 84 * 24 * HOUR];

type Row = {
  account_id: string | null;
  type: string | null;
  region: string | null;
  bucket: Date | null;
  kind: keyof ChangeCounts;
  versions: number;
  exact: boolean;
};

const none = (): ChangeCounts => ({ created: 0, changed: 0, deleted: 0, recreated: 0 });

/** How many changes were seen after `from` and up to `to`; `from` is no earlier than history itself. */
export const summarizeChanges = workspaceRead({
  permission: 'inventory:read',
  input: changeFilterSchema,
  async run(tx, query, { workspaceId }): Promise<ChangeSummary> {
    refuseEmptySpan(query);
    const history = await historySpan(tx, workspaceId);
    const from = startOf(query, history.from);
    // Before an unpruned beginning is nothing, so whole hours can be asked for instead of a part of the first scan's.
    const since = history.from === history.prunedBefore ? from : query.from;
    const seconds = (Date.parse(query.to) - Date.parse(from)) / 1000;
    const spanSeconds = SPANS.find((span) => seconds / span <= MOST_SPANS) ?? SPANS.at(-1) ?? HOUR;
    const rows = await tx.$queryRaw<Row[]>`
      SELECT account_id, type, region, bucket, kind, versions::int, exact
      FROM tenant.change_summary(${changeFiltersJson(query)}::jsonb, ${since}::timestamptz, ${query.to}::timestamptz,
        make_interval(secs => ${spanSeconds}::int))`;
    const accounts = await accountLabels(tx, workspaceId);
    const cells = rows.flatMap(({ account_id, type, ...row }) =>
      account_id !== null && type !== null ? [{ accountId: account_id, type, ...row }] : [],
    );
    const labelled = (label: string | undefined) => (label === undefined ? {} : { label });
    return {
      from,
      to: query.to,
      history,
      total: cells.reduce((sum, cell) => add(sum, cell), none()),
      cells: group(cells, ({ accountId, type }) => `${accountId} ${type}`).map(([, [first], counts]) => ({
        accountId: first.accountId,
        type: first.type,
        ...counts,
      })),
      accounts: group(cells, ({ accountId }) => accountId)
        .map(([value, , counts]) => ({ value, ...labelled(accounts.get(value)), ...counts }))
        .toSorted(mostFirst),
      types: group(cells, ({ type }) => type)
        .map(([value, , counts]) => ({ value, ...labelled(collectorByType(value)?.title), ...counts }))
        .toSorted(mostFirst),
      regions: group(
        rows.flatMap((row) => (row.region === null ? [] : [{ ...row, region: row.region }])),
        ({ region }) => region,
      )
        .map(([value, , counts]) => ({ value, ...counts }))
        .toSorted(mostFirst),
      spanSeconds,
      spans: group(
        rows.flatMap((row) => (row.bucket === null ? [] : [{ ...row, bucket: row.bucket }])),
        ({ bucket }) => bucket.toISOString(),
      )
        .map(([at, , counts]) => ({ at, ...counts }))
        .toSorted((a, b) => (a.at < b.at ? -1 : 1)),
      exact: rows.every((row) => row.exact),
    };
  },
});

type Counted = { kind: keyof ChangeCounts; versions: number };

function add(sum: ChangeCounts, { kind, versions }: Counted): ChangeCounts {
  return { ...sum, [kind]: sum[kind] + versions };
}

function group<Item extends Counted>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): [string, [Item, ...Item[]], ChangeCounts][] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known) known.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups].map(([key, own]) => [key, own, own.reduce(add, none())]);
}

const sizeOf = ({ created, changed, deleted, recreated }: ChangeCounts) => created + changed + deleted + recreated;
const mostFirst = (a: ChangeCounts, b: ChangeCounts) => sizeOf(b) - sizeOf(a);
