import type { ApiClient } from '@/lib/client/client';

/** Ids of live resources, by type and region as `idsKey` joins them. */
export type Ids = Map<string, Set<string>>;

export function idsKey(type: string, region: string): string {
  return `${type} ${region}`;
}

/** Everything that Mooring's API lists of a workspace. */
export async function mooringIds(api: ApiClient, workspaceId: string): Promise<Ids> {
  const ids: Ids = new Map();
  let pageToken: string | undefined;
  do {
    const page = await api.call('resources.list', {
      params: { workspaceId },
      query: { pageSize: 200, ...(pageToken ? { pageToken } : {}) },
    });
    for (const { type, region, id } of page.resources) {
      const key = idsKey(type, region);
      const known = ids.get(key);
      if (known) known.add(id);
      else ids.set(key, new Set([id]));
    }
    pageToken = page.nextPageToken;
  } while (pageToken);
  return ids;
}
