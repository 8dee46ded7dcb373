import { FenceLostError } from '@/lib/sensor/errors';
import type { SensorPort } from '@/lib/sensor/port';
import type { ServiceContext } from '../context';
import { credentialPlan } from '../credentials/plan';
import { completeScopes } from './complete-scopes';
import { endScanJob } from './end-scan-job';
import { fenced } from './fence';
import { openRegions } from './open-regions';
import { heartbeat, knownScope, report } from './progress';
import { leaseRateSlice } from './rate-slice';
import { submit } from './submit';
import { takeScanJob } from './take-scan-job';

/** The sensor's port over PostgreSQL, for one workspace: what a remote sensor will reach over HTTP. */
export function sensorPort(deps: Pick<ServiceContext, 'db' | 'install' | 'now'>, workspaceId: string): SensorPort {
  return {
    takeScanJob: (jobId, sensorId) => takeScanJob(deps, workspaceId, jobId, sensorId),
    async credentials(fence) {
      const integration = await fenced(deps.db, workspaceId, fence, (tx, job) =>
        tx.integration.findUnique({
          where: { workspaceId_id: { workspaceId, id: job.scan.integrationId } },
          include: { credential: true },
        }),
      );
      if (!integration) throw new FenceLostError(fence.jobId, fence.attempt);
      return credentialPlan(deps, integration);
    },
    openRegions: (fence, regions) => openRegions(deps, workspaceId, fence, regions),
    submit: (fence, scope, observations) => submit(deps, workspaceId, fence, scope, observations),
    completeScopes: (fence, accountId, ended) => completeScopes(deps, workspaceId, fence, accountId, ended),
    knownScope: (fence, scope) => knownScope(deps, workspaceId, fence, scope),
    heartbeat: (fence) => heartbeat(deps, workspaceId, fence),
    report: (fence, progress) => report(deps, workspaceId, fence, progress),
    leaseRateSlice: (key, ask) => leaseRateSlice(deps, key, ask),
    end: (fence, end) => endScanJob(deps, workspaceId, fence, end),
  };
}
