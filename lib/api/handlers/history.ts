import type { historyOperations } from '@/lib/contract/history';
import { listChanges } from '@/lib/services/history/changes';
import { diffVersions } from '@/lib/services/history/diff';
import { exportChanges } from '@/lib/services/history/export';
import { resourceFacetsAsOf } from '@/lib/services/history/facets-as-of';
import { getResourceAsOf } from '@/lib/services/history/get-as-of';
import { listResourcesAsOf } from '@/lib/services/history/list-as-of';
import { getRetention, updateRetention } from '@/lib/services/history/retention';
import { summarizeChanges } from '@/lib/services/history/summary';
import type { HandlersOf } from '../handler';

export const historyHandlers = {
  'resources.listAsOf': (context, { query }) => listResourcesAsOf(context, query),
  'resources.facetsAsOf': (context, { query }) => resourceFacetsAsOf(context, query),
  'resources.getAsOf': (context, { params, query }) => getResourceAsOf(context, { ...query, uid: params.uid }),
  'resources.diff': (context, { params, query }) => diffVersions(context, { ...query, uid: params.uid }),
  'changes.summary': (context, { query }) => summarizeChanges(context, query),
  'changes.list': (context, { query }) => listChanges(context, query),
  'changes.export': (context, { query }) => exportChanges(context, query),
  'retention.get': (context) => getRetention(context, {}),
  'retention.update': (context, { body }) => updateRetention(context, body),
} satisfies HandlersOf<typeof historyOperations>;
