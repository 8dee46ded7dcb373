'use client';
import { useQuery } from '@tanstack/react-query';
import { placed, searchedWord } from '@/components/query/query-edit';
import { usualColumns } from '@/components/resource/type-columns';
import { useMoment } from '@/components/time/use-moment';
import { ApiError } from '@/lib/client/client';
import { read } from '@/lib/client/queries';
import { printQuery } from '@/lib/query/print';
import type { Known } from '@/lib/query/resolve';
import type { Problem } from '@/lib/query/types';
import { useWorkspaceId } from '../../../../_components/session';
import { useReread } from '../../../../_components/use-reread';
import type { InventoryState } from './use-inventory-state';

const PAGE_SIZE = 50;
/** Scans tell no page of what they find. */
const EVERY = 30_000;
/** A list of millions is not read for each of many events; its counts wait for their turn. */
const AFTER_EVENTS = 2_000;

/** What the page shows: the list and its counts, now or at a moment, and what names are looked up in. */
export function useInventory(state: InventoryState, pageToken: string | undefined) {
  const params = { workspaceId: useWorkspaceId() };
  const all = useQuery({ ...read('resources.facets', { params }), staleTime: 60_000 });
  const names: ReadonlyMap<string, string> = new Map(
    (all.data?.account ?? []).flatMap(({ value, label }) => (label ? [[value, label] as const] : [])),
  );
  const known: Known = {
    types: (all.data?.type ?? []).map(({ value }) => value),
    accounts: [...names].map(([id, name]) => ({ id, name })),
  };
  const at = useMoment(state.at, '1d');
  const past = at !== null;
  const { order } = state;
  const resolved = placed(state.query, known).map(({ condition }) => condition);
  const types = resolved.flatMap((one) =>
    one.kind === 'match' && one.field === 'type' && !one.not
      ? one.values.filter((v) => !v.prefix).map((v) => v.text)
      : [],
  );
  const usual = usualColumns(types);
  const chosen = (state.columns.length > 0 ? state.columns : usual).filter((column) => column !== 'name');
  const page = { order, pageSize: PAGE_SIZE, pageToken };
  const q = state.query || undefined;
  const ofAttributes = chosen.filter((column) => /^attr\../.test(column));
  const now = useQuery({
    ...read('resources.list', {
      params,
      query: { ...page, q, sort: state.sort, ...(ofAttributes.length > 0 ? { columns: ofAttributes } : {}) },
    }),
    refetchInterval: EVERY,
    enabled: !past,
  });
  useReread({ outcome: 'applied' }, ['resources.list'], { everyMs: AFTER_EVENTS, follow: !past });
  // A moment's list knows numbers of accounts and whole types; what is written short is looked up here.
  const then = { q: printQuery(resolved) || undefined, at: at ?? '' };
  const sort = state.sort === 'created' ? 'name' : state.sort;
  const asOf = useQuery({
    ...read('resources.listAsOf', { params, query: { ...page, ...then, sort } }),
    enabled: past && all.data !== undefined,
  });
  const retention = useQuery({ ...read('retention.get', { params }), staleTime: 60_000 });
  const facetsNow = useQuery({
    ...read('resources.facets', { params, query: { q } }),
    refetchInterval: EVERY,
    enabled: !past,
  });
  const facetsThen = useQuery({
    ...read('resources.facetsAsOf', { params, query: then }),
    enabled: past && all.data !== undefined,
  });
  const list = past ? asOf : now;
  return {
    params,
    all: all.data,
    names,
    known,
    at,
    list,
    facets: (past ? facetsThen : facetsNow).data,
    /** Since when there is a past to show; null while nothing has been scanned. */
    historyFrom: retention.data?.from ?? null,
    sort: past ? sort : state.sort,
    types,
    usual,
    chosen,
    search: searchedWord(state.query),
    /** Where the API says that the query is wrong. */
    refused: refusalsOf(list.error),
    /** Query, order and columns as the API takes them, for export and for calls to copy. */
    asked: { q, sort: state.sort, order, columns: ['name', ...chosen] },
  };
}

export type Inventory = ReturnType<typeof useInventory>;

function refusalsOf(error: Error | null): Problem[] {
  if (!(error instanceof ApiError)) return [];
  return error.details.flatMap((detail) => {
    const { path, message, fix, from, to } = detail as Record<string, unknown>;
    if (path !== 'q' || typeof from !== 'number' || typeof to !== 'number') return [];
    return [{ from, to, message: String(message), fix: typeof fix === 'string' ? fix : '' }];
  });
}
