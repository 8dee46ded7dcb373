import { v7 as uuidv7 } from 'uuid';
import type { graphOperations } from '@/lib/contract/graph';
import type { Samples, Seeds } from './types';

const ACCOUNT = '339712905844';
const NOW = new Date();

/** In this order: what removes a thing comes after what reads it. */
export const graphSamples: Samples<typeof graphOperations> = {
  'resources.graph': () => ({ query: '?depth=2&direction=both' }),
  'resources.neighbours': () => ({ query: '?direction=in' }),
  'resources.usedBy': () => ({}),
  'relationships.usedBy': () => ({ query: '?type=AWS::KMS::Key&key=alias/payments' }),
  'resources.blastRadius': () => ({}),
  'accessKeys.blastRadius': () => ({}),
};

/** A user with an access key, whose reach can be asked. */
export const graphSeeds: Seeds = {
  ids: ['accessKeyUid'],
  async seed(tx, workspaceId, ids) {
    const common = {
      workspaceId,
      accountId: ACCOUNT,
      region: 'global',
      service: 'iam',
      contentHash: new Uint8Array(32),
      rowHash: new Uint8Array(32),
      firstSeenAt: NOW,
      observedAt: NOW,
      changedAt: NOW,
    };
    const name = 'graph-user';
    const user = { uid: uuidv7(), type: 'AWS::IAM::User', id: 'AIDAGRAPHGRAPHGRAPH12', name };
    const key = { uid: ids.accessKeyUid ?? '', type: 'AWS::IAM::AccessKey', id: 'AKIAGRAPHGRAPHGRAPH1' };
    const toUser = { kind: 'belongsTo', toType: 'AWS::IAM::User', toKey: name, toBy: 'name' };
    await tx.resource.createMany({
      data: [
        { ...common, ...user, arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, attributes: {} },
        { ...common, ...key, name: key.id, attributes: { userName: name, status: 'Active' } },
      ],
    });
    await tx.relationship.create({ data: { workspaceId, fromUid: key.uid, ...toUser } });
  },
  bodies: () => ({}),
};
