import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DatabaseClock } from './clock';
import { DeadlineError, FenceLostError, ScanCancelledError } from './errors';
import { keepLease } from './heartbeat';
import { MemoryPort } from './testing/memory-port';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

async function hold(options: { leaseMs?: number; deadlineMs?: number } = {}) {
  const port = new MemoryPort({
    accountId: '1',
    types: [],
    endpoints: {},
    heartbeatEveryMs: 1_000,
    leaseMs: 5_000,
    ...options,
  });
  const lease = await port.takeScanJob('job');
  if (lease === null) throw new Error('no lease');
  const stop = new AbortController();
  const release = keepLease(port, lease, new DatabaseClock(lease.databaseTime, Date.now), stop);
  return { port, stop, release };
}

test('heartbeats hold the lease beyond its first end', async () => {
  const { port, stop, release } = await hold();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(stop.signal.aborted).toBe(false);
  expect(port.heartbeats).toBeGreaterThanOrEqual(19);
  release();
});

test('a stolen job stops at the next beat; a cancelled one too', async () => {
  const stolen = await hold();
  stolen.port.steal();
  const cancelled = await hold();
  cancelled.port.cancelled = true;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stolen.stop.signal.reason).toBeInstanceOf(FenceLostError);
  expect(cancelled.stop.signal.reason).toBeInstanceOf(ScanCancelledError);
  stolen.release();
  cancelled.release();
});

test('a core that cannot be reached costs the lease only when it ends, even if a beat hangs', async () => {
  const failing = await hold();
  failing.port.heartbeat = async () => {
    throw new Error('connection refused');
  };
  const hanging = await hold();
  hanging.port.heartbeat = () => new Promise(() => {});
  await vi.advanceTimersByTimeAsync(4_500);
  expect([failing.stop.signal.aborted, hanging.stop.signal.aborted]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(failing.stop.signal.reason).toBeInstanceOf(FenceLostError);
  expect(hanging.stop.signal.reason).toBeInstanceOf(FenceLostError);
  failing.release();
  hanging.release();
});

test('the deadline ends the job though the lease is held', async () => {
  const { stop, release } = await hold({ deadlineMs: 8_000 });
  await vi.advanceTimersByTimeAsync(9_000);
  expect(stop.signal.reason).toBeInstanceOf(DeadlineError);
  release();
});
