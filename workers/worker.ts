import { hostname } from 'node:os';
import { v7 as uuidv7 } from 'uuid';
import { jobNames } from '@/lib/jobs/definitions';
import { boot } from '@/lib/services/install/boot';
import { schedule, work } from './consume';
import { startConsumers } from './consumers';
import { handlers } from './handlers';
import { serveHealth } from './health';
import { keepSensorRow } from './sensor-row';

export type Worker = { stop(): Promise<void> };

/** Boots, takes jobs, answers health. `stop` drains: running scans are released to other workers, nothing is lost. */
export async function startWorker(): Promise<Worker> {
  const booted = await boot('worker');
  const { boss, env, log, db } = booted;
  const sensorId = uuidv7();
  const draining = new AbortController();
  const deps = { db, install: booted.install, now: () => new Date(), log, sensorId, signal: draining.signal, env };
  const health = await serveHealth(env.WORKER_HEALTH_PORT, booted);
  const row = keepSensorRow(
    db,
    { id: sensorId, hostname: hostname(), pid: process.pid, version: booted.install.version },
    log,
  );
  await schedule(boss);
  for (const name of jobNames) await work(boss, name, handlers[name], deps);
  const consumers = startConsumers(deps);
  log.info({ sensorId, port: health.port }, 'worker is ready');
  return {
    async stop() {
      log.info('worker drains');
      draining.abort();
      await consumers.stop();
      await row.close();
      await booted.close();
      await health.close();
    },
  };
}
