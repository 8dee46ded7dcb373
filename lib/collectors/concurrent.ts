/**
 * Runs `work` over `source` with at most `limit` under way and yields results as they end, in any order. The first
 * error (of either) stops new work, waits for what is under way, and is thrown.
 */
export async function* concurrently<T, R>(
  source: AsyncIterable<T> | Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<{ key: number; result: R }>>();
  let next = 0;
  try {
    for await (const item of source) {
      const key = next++;
      const job = work(item).then((result) => ({ key, result }));
      job.catch(() => {});
      running.set(key, job);
      while (running.size >= limit) yield await first(running);
    }
    while (running.size > 0) yield await first(running);
  } finally {
    await Promise.allSettled(running.values());
  }
}

async function first<R>(running: Map<number, Promise<{ key: number; result: R }>>): Promise<R> {
  const { key, result } = await Promise.race(running.values());
  running.delete(key);
  return result;
}
