import type { Databases } from '@/lib/db/client';
import type { Logger } from '@/lib/log';

/** Shorter than a shard's lease: what a dead worker held is shared among those that beat. */
const HEARTBEAT_MS = 3_000;
type SensorRow = { id: string; hostname: string; pid: number; version: string };

/** Tells the install that this worker runs: a row that beats every 3 s and goes when the worker stops. */
export function keepSensorRow(db: Databases, row: SensorRow, log: Logger): { close(): Promise<void> } {
  const beat = () =>
    db.directory.sensor
      .upsert({ where: { id: row.id }, create: row, update: { heartbeatAt: new Date() } })
      .catch((error: unknown) => log.warn({ err: error }, 'heartbeat'));
  void beat();
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    async close() {
      clearInterval(timer);
      await db.directory.sensor.deleteMany({ where: { id: row.id } }).catch(() => {});
    },
  };
}
