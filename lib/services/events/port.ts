import { FenceLostError } from '@/lib/sensor/errors';
import type { EventPort } from '@/lib/sensor/event-port';
import { keepChain } from '../completeness/keep-chain';
import { digestChains, knownLogFiles } from '../completeness/read';
import type { ServiceContext } from '../context';
import { credentialPlan } from '../credentials/plan';
import { leaseRateSlice } from '../sensor/rate-slice';
import { prepareEvents } from './prepare';
import { replayed, wantedReplays } from './quarantine';
import { dueLists, endList, submitList } from './relists';
import { dueRereads, settleRereads } from './rereads';
import { shardFenced } from './shard-fence';
import { knownShards, openShards, releaseShard, shardHeartbeat } from './shards';
import { submitEvents } from './submit';
import { takeShards } from './take-shards';

/** The port of sensors that consume events, over PostgreSQL: what a remote sensor will reach over HTTP. */
export function eventPort(deps: Pick<ServiceContext, 'db' | 'install' | 'now'>): EventPort {
  return {
    takeShards: (sensorId, held) => takeShards(deps, sensorId, held),
    heartbeat: (sensorId, fences) => shardHeartbeat(deps, sensorId, fences),
    async credentials(fence, integrationId) {
      const integration = await shardFenced(deps.db, fence, (tx) =>
        tx.integration.findUnique({
          where: { workspaceId_id: { workspaceId: fence.workspaceId, id: integrationId } },
          include: { credential: true },
        }),
      );
      if (!integration) throw new FenceLostError(`shard ${fence.shard} of ${fence.sourceId}`, fence.attempt);
      return credentialPlan(deps, integration);
    },
    leaseRateSlice: (key, ask) => leaseRateSlice(deps, key, ask),
    knownShards: (fence) => knownShards(deps, fence),
    openShards: (fence, plans) => openShards(deps, fence, plans),
    prepare: (fence, events, scopes) => prepareEvents(deps, fence, events, scopes),
    submit: (fence, batch) => submitEvents(deps, fence, batch),
    dueRereads: (fence, most) => dueRereads(deps, fence, most),
    settleRereads: (fence, results) => settleRereads(deps, fence, results),
    dueLists: (fence, most) => dueLists(deps, fence, most),
    submitList: (fence, list, observations) => submitList(deps, fence, list, observations),
    endList: (fence, list, outcome) => endList(deps, fence, list, outcome),
    wantedReplays: (fence, most) => wantedReplays(deps, fence, most),
    replayed: (fence, id, result) => replayed(deps, fence, id, result),
    digestChains: (fence, since) => digestChains(deps, fence, since),
    knownLogFiles: (fence, bucket, keys) => knownLogFiles(deps, fence, bucket, keys),
    keepChain: (fence, report) => keepChain(deps, fence, report),
    release: (fence, error) => releaseShard(deps, fence, error),
  };
}
