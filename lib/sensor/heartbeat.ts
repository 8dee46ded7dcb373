import type { DatabaseClock } from './clock';
import { DeadlineError, FenceLostError, ScanCancelledError } from './errors';
import type { ScanJobLease, SensorPort } from './port';

/**
 * Holds a lease in the background. Aborts `stop` when the lease is lost or could not be renewed before its end, when the
 * run is cancelled, and at the deadline. Call the answer to end it.
 */
export function keepLease(
  port: Pick<SensorPort, 'heartbeat'>,
  lease: Pick<ScanJobLease, 'fence' | 'leaseExpiresAt' | 'heartbeatEveryMs' | 'deadline'>,
  clock: DatabaseClock,
  stop: AbortController,
): () => void {
  const lost = () => stop.abort(new FenceLostError(lease.fence.jobId, lease.fence.attempt));
  let expiresAt = lease.leaseExpiresAt;
  let beating: Promise<void> = Promise.resolve();

  const beat = async () => {
    try {
      const answer = await port.heartbeat(lease.fence);
      if (answer.state === 'lost') return lost();
      if (answer.state === 'cancelled') return stop.abort(new ScanCancelledError());
      clock.sync(answer.databaseTime);
      expiresAt = answer.leaseExpiresAt;
    } catch (error) {
      if (error instanceof FenceLostError || clock.now() >= expiresAt) lost();
    }
  };
  const timer = setInterval(() => {
    beating = beating.then(beat);
  }, lease.heartbeatEveryMs);
  // The beat itself may hang (half-open socket), so the end of the lease is watched apart from it.
  const watch = setInterval(
    () => {
      if (clock.now() >= expiresAt) lost();
      else if (clock.now() >= lease.deadline) stop.abort(new DeadlineError());
    },
    Math.min(1_000, lease.heartbeatEveryMs),
  );

  return () => {
    clearInterval(timer);
    clearInterval(watch);
  };
}
