import type { graphOperations } from '@/lib/contract/graph';
import { accessKeyBlastRadius, blastRadius } from '@/lib/services/graph/blast-radius';
import { resourceGraph } from '@/lib/services/graph/neighbourhood';
import { listNeighbours } from '@/lib/services/graph/neighbours';
import { usedBy, usedByKey } from '@/lib/services/graph/used-by';
import type { HandlersOf } from '../handler';

export const graphHandlers = {
  'resources.graph': (context, { params, query }) => resourceGraph(context, { ...query, uid: params.uid }),
  'resources.neighbours': (context, { params, query }) => listNeighbours(context, { ...query, uid: params.uid }),
  'resources.usedBy': (context, { params, query }) => usedBy(context, { ...query, uid: params.uid }),
  'relationships.usedBy': (context, { query }) => usedByKey(context, query),
  'resources.blastRadius': (context, { params }) => blastRadius(context, { uid: params.uid }),
  'accessKeys.blastRadius': (context, { params }) => accessKeyBlastRadius(context, { uid: params.accessKeyUid }),
} satisfies HandlersOf<typeof graphOperations>;
