import { COLLECTORS } from '@/lib/collectors/registry';
import { type AnyCollector, GLOBAL_REGION } from '@/lib/collectors/types';
import { type Ids, idsKey } from './inventory';
import type { Place } from './service';
import { MOTO_SERVICES } from './services';

export type Row = {
  type: string;
  /** How many places (regions, or the account) were listed. */
  places: number;
  /** How many the CLI lists; `shared` of them under an id that another one has. */
  aws: number;
  shared: number;
  mooring: number;
  /** Ids that only the one or only the other has. */
  missing: string[];
  extra: string[];
  verdict: 'equal' | 'differs' | 'not in moto';
  remark: string;
};

/** Holds every type of the registry beside the AWS CLI's lists, in each place that has it. The first place stands for the account. */
export async function compare(places: readonly Place[], ours: Ids): Promise<Row[]> {
  const rows: Row[] = [];
  for (const collector of COLLECTORS) rows.push(await compareType(collector, places, ours));
  return rows;
}

async function compareType(collector: AnyCollector, places: readonly Place[], ours: Ids): Promise<Row> {
  const { type, scope } = collector;
  const { lists, accountWide, gaps, unreadable, notInMoto } = MOTO_SERVICES[collector.service];
  const list = lists[type];
  const regions = scope === 'global' ? [GLOBAL_REGION] : places.map(({ region }) => region);
  const found = new Map(regions.map((region) => [region, ours.get(idsKey(type, region)) ?? new Set<string>()]));
  const mooring = regions.reduce((sum, region) => sum + (found.get(region)?.size ?? 0), 0);
  if (list === undefined) {
    const base = { type, places: 0, aws: 0, shared: 0, mooring, missing: [], extra: [] };
    return { ...base, verdict: mooring === 0 ? 'not in moto' : 'differs', remark: notInMoto?.[type] ?? '' };
  }
  const once = scope === 'global' || accountWide === true;
  const row = {
    type,
    places: once ? 1 : places.length,
    aws: 0,
    shared: 0,
    mooring,
    missing: [] as string[],
    extra: [] as string[],
  };
  for (const place of once ? places.slice(0, 1) : places) {
    const listed = await list(place);
    const theirs = new Set(listed);
    const own = once ? new Set([...found.values()].flatMap((ids) => [...ids])) : (found.get(place.region) ?? new Set());
    row.aws += listed.length;
    row.shared += listed.length - theirs.size;
    row.missing.push(...[...theirs].filter((id) => !own.has(id)));
    row.extra.push(...[...own].filter((id) => !theirs.has(id)));
  }
  // Nothing beside nothing proves nothing: every type that moto has was filled.
  const equal = row.aws > 0 && row.aws - row.shared === mooring && row.missing.length === 0 && row.extra.length === 0;
  const remarks = [
    gaps?.[type]?.why,
    unreadable?.[type],
    ...(row.shared > 0 ? [`moto gives ${row.aws} of them ${row.aws - row.shared} ids, which AWS never repeats`] : []),
  ];
  return { ...row, verdict: equal ? 'equal' : 'differs', remark: remarks.filter(Boolean).join('; ') };
}
