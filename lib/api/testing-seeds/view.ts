import type { viewOperations } from '@/lib/contract/view';
import type { Samples, Seeds } from './types';

/** In this order: what removes a thing comes after what reads it. */
export const viewSamples: Samples<typeof viewOperations> = {
  'views.list': () => ({}),
  'views.create': () => ({
    body: { name: 'Old roles', shared: true, query: 'type:role age>90d', columns: ['accountId', 'attr.path'] },
  }),
  'views.get': () => ({}),
  'views.update': () => ({ body: { name: 'Renamed', version: 1 } }),
  'views.remove': () => ({}),
};

export const viewSeeds: Seeds = {
  ids: ['viewId'],
  async seed(tx, workspaceId, ids) {
    await tx.$executeRaw`
      INSERT INTO tenant.saved_view (workspace_id, id, owner_id, owner_label, shared, name, query, columns, sort, sort_order,
        created_at, updated_at, updated_by)
      VALUES (${workspaceId}::uuid, ${ids.viewId}::uuid, 'test', 'test', true, 'Payments', 'tag.team=payments', '{}', 'name',
        'asc', now(), now(), 'test')`;
  },
  bodies: () => ({ 'views.update': { name: 'Theirs', version: 1 } }),
};
