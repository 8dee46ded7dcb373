export type Measured = { cpuMs: number; wallMs: number; blockMs: number };

const threadCpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/**
 * CPU of this process, wall time, and the longest stretch without a turn for timers, in CPU time of this thread: on a
 * shared machine wall time would count the neighbours' work.
 */
export async function measured(work: () => Promise<unknown>): Promise<Measured> {
  let blockMs = 0;
  let last = threadCpuMs();
  let running = true;
  const tick = () => {
    const now = threadCpuMs();
    blockMs = Math.max(blockMs, now - last);
    last = now;
    if (running) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  running = false;
  return { cpuMs: (user + system) / 1000, wallMs, blockMs };
}

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
