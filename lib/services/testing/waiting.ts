import type { Databases } from '@/lib/db/client';

/** Resolves when `count` connections of this database wait for a lock: the race is then really a race. */
export async function untilBlocked({ directory }: Databases, count: number): Promise<void> {
  for (;;) {
    const [row] = await directory.$queryRaw<{ waiting: bigint }[]>`
      SELECT count(DISTINCT pid) AS waiting FROM pg_locks JOIN pg_stat_activity USING (pid)
      WHERE datname = current_database() AND NOT granted`;
    if (Number(row?.waiting ?? 0) >= count) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
