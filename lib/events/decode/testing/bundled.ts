import { LOG_FILE_LIMITS } from '@/lib/events/decode/limits';
import { DecodePool } from '@/lib/events/decode/pool';
import { logFile, trailRecord } from './records';

/** What pool.test.ts bundles and runs: tells how many records a file has, and whether a thread found out. */
const pool = new DecodePool(1);
const sifting = pool.sift({
  compressed: logFile([trailRecord(1), trailRecord(2, { readOnly: true })]),
  deliveryId: 'key',
  limits: LOG_FILE_LIMITS,
  how: { whole: false, digest: true },
});
const threads = process.getActiveResourcesInfo().includes('MessagePort');
const { ends, dropped } = await sifting;
process.stdout.write(JSON.stringify({ kept: ends.length, dropped, threads }));
await pool.close();
