import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { ResourceFilter } from '@/lib/schemas/inventory';
import { filtersJson } from '../inventory/filters';

/** Filters of the inventory at a moment: ages (`age>90d`) are those of then. */
export function filtersAsOf({ at, ...filter }: ResourceFilter & { at: string }): string {
  return jsonForPostgres({ ...(JSON.parse(filtersJson(filter)) as object), now: at });
}
