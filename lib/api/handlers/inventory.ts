import type { inventoryOperations } from '@/lib/contract/inventory';
import { accessKeySummary } from '@/lib/services/inventory/access-key-summary';
import { listAccessKeys } from '@/lib/services/inventory/access-keys';
import { exportResources } from '@/lib/services/inventory/export';
import { resourceFacets } from '@/lib/services/inventory/facets';
import { getResource } from '@/lib/services/inventory/get';
import { listResourcesText } from '@/lib/services/inventory/list';
import { getOverview } from '@/lib/services/inventory/overview';
import { listVersions } from '@/lib/services/inventory/versions';
import { whoMayAssume } from '@/lib/services/inventory/who-may-assume';
import { cancelScan } from '@/lib/services/scans/cancel';
import { followScan, getScan } from '@/lib/services/scans/get';
import { listScanChanges, listScans } from '@/lib/services/scans/list';
import { startScan } from '@/lib/services/scans/start';
import type { HandlersOf } from '../handler';

export const inventoryHandlers = {
  'scans.start': async (context, { params }) =>
    (await startScan(context, { integrationId: params.integrationId })).scan,
  'scans.list': (context, { query }) => listScans(context, query),
  'scans.get': (context, { params }) => getScan(context, { scanId: params.scanId }),
  'scans.stream': (context, { params }) => followScan(context, { scanId: params.scanId }),
  'scans.changes': (context, { params, query }) => listScanChanges(context, { ...query, scanId: params.scanId }),
  'scans.cancel': (context, { params }) => cancelScan(context, { scanId: params.scanId }),
  'overview.get': (context) => getOverview(context, {}),
  'resources.list': (context, { query }) => listResourcesText(context, query),
  'resources.facets': (context, { query }) => resourceFacets(context, query),
  'resources.export': (context, { query }) => exportResources(context, query),
  'resources.get': (context, { params }) => getResource(context, { uid: params.uid }),
  'resources.versions': (context, { params, query }) => listVersions(context, { ...query, uid: params.uid }),
  'resources.whoMayAssume': (context, { params }) => whoMayAssume(context, { uid: params.uid }),
  'accessKeys.list': (context, { query }) => listAccessKeys(context, query),
  'accessKeys.summary': (context) => accessKeySummary(context, {}),
} satisfies HandlersOf<typeof inventoryOperations>;
