import type { historyOperations } from '@/lib/contract/history';
import type { Samples, Seeds } from './types';

const DAY_MS = 24 * 3_600_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
const span = () => `from=${ago(5).toISOString()}&to=${new Date().toISOString()}`;

/** In this order: what removes a thing comes after what reads it. */
export const historySamples: Samples<typeof historyOperations> = {
  'resources.listAsOf': () => ({ query: `?at=${ago(1).toISOString()}&type=AWS::IAM::Role&q=age<9d` }),
  'resources.facetsAsOf': () => ({ query: `?at=${ago(1).toISOString()}` }),
  'resources.getAsOf': () => ({ query: `?at=${ago(1).toISOString()}` }),
  'resources.diff': () => ({ query: '?from=2&to=1' }),
  'changes.summary': () => ({ query: `?${span()}` }),
  'changes.list': () => ({ query: `?${span()}&kind=changed` }),
  'changes.export': () => ({ query: `?${span()}&format=csv` }),
  'retention.get': () => ({}),
  'retention.update': () => ({ body: { days: 90 } }),
};

/** Two versions of the seeded resource, so that there is something to compare and a past to ask for. */
export const historySeeds: Seeds = {
  ids: [],
  async seed(tx, workspaceId, ids) {
    const resourceUid = ids.uid ?? '';
    const document = (path: string) => ({ name: 'deploy', arn: null, tags: {}, attributes: { path } });
    await tx.resourceVersion.createMany({
      data: [
        { workspaceId, resourceUid, version: 1, kind: 'created', document: document('/'), seenAt: ago(3) },
        {
          workspaceId,
          resourceUid,
          version: 2,
          kind: 'changed',
          document: document('/ops/'),
          seenAfter: ago(3),
          seenAt: ago(2),
        },
      ],
    });
  },
  bodies: () => ({ 'retention.update': { days: 90 } }),
};
