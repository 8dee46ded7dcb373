import { COLLECTORS } from '@/lib/collectors/registry';
import { AppError } from '@/lib/errors/app-error';
import { runScanJob } from '@/lib/sensor/run-scan-job';
import { sweepFindings } from '@/lib/services/findings/sweep';
import { isLastOfScan, isScanJobOpen } from '@/lib/services/scans/is-open';
import { sensorPort } from '@/lib/services/sensor/port';
import { exchangeOf } from '../consumers';
import type { JobHandler } from '../handler';

/** Runs one (account, service) of a scan through the sensor's port. A job whose lease is still held is tried again. */
export const scanJob: JobHandler<'scan-job'> = async (deps, { workspaceId, scanJobId }) => {
  const result = await runScanJob({
    port: sensorPort(deps, workspaceId),
    jobId: scanJobId,
    sensorId: deps.sensorId,
    collectors: COLLECTORS,
    signal: deps.signal,
    userAgent: `mooring/${deps.install.version}`,
    exchange: exchangeOf(deps),
  });
  deps.log.info({ scanJobId, result }, 'scan job');
  // What hangs on several types can be judged once all were listed. Should it fail, the schedule has it again.
  if (result === 'finished' && (await isLastOfScan(deps.db, workspaceId, scanJobId))) {
    await sweepFindings(deps, workspaceId).catch((err: unknown) => {
      if (!deps.signal.aborted) deps.log.warn({ err }, 'findings were not judged');
    });
  }
  if (result === 'notTaken' && (await isScanJobOpen(deps.db, workspaceId, scanJobId))) {
    throw new AppError('unavailable', 'The job’s lease is still held; trying again when it has run out.');
  }
};
