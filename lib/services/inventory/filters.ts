import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { ResourceFilter } from '@/lib/schemas/inventory';

/** Filters as the functions of the schema tenant take them: absent ones left out. */
export function filtersJson(filter: ResourceFilter): string {
  const { q, type, account, region, service, tag, integrationId, state } = filter;
  const several = Object.entries({ type, account, region, service, tag }).filter(([, values]) => values?.length);
  return jsonForPostgres({
    state,
    ...Object.fromEntries(several),
    ...(q ? { q } : {}),
    ...(integrationId ? { integrationId } : {}),
  });
}
