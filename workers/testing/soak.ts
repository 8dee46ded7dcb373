import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createQueues, jobQueue, openBoss } from '@/lib/jobs/queue';
import { Keyring } from '@/lib/sealing/keyring';
import { getScan } from '@/lib/services/scans/get';
import { listScans } from '@/lib/services/scans/list';
import { connectIntegration } from '@/lib/services/verifications/connect';
import { getVerification } from '@/lib/services/verifications/get';
import { startVerification } from '@/lib/services/verifications/start';
import { ISSUER_BASE, openSandboxInstall } from '@/lib/services/verifications/testing/sandbox-install';
import { type ScannerRole, scannerRole } from '@/lib/services/verifications/testing/scanner-role';
import { bundle } from '@/scripts/build/bundles';
import { startWorkerProcess, type WorkerProcess } from './worker-process';

/** A whole Mooring beside a sandbox with real worker processes, for tests that last minutes. */
export async function openSoak() {
  const sealingKey = randomBytes(32);
  const folder = await mkdtemp(join(tmpdir(), 'mooring-soak-'));
  await bundle('workers/main.ts', join(folder, 'worker.mjs'));
  await bundle('lib/events/decode/thread.ts', join(folder, 'decode-thread.mjs'));
  const m = await openSandboxInstall({ keyring: new Keyring([['test', sealingKey]]) });
  const boss = openBoss(m.appUrl, 'web', () => {});
  await boss.start();
  await createQueues(boss);
  m.install.jobs = jobQueue(boss);
  const workers: WorkerProcess[] = [];
  return {
    m,
    workers,
    async startWorker(): Promise<void> {
      workers.push(
        await startWorkerProcess(join(folder, 'worker.mjs'), {
          DATABASE_URL: m.appUrl,
          MOORING_ISSUER_URL: ISSUER_BASE,
          MOORING_PUBLIC_URL: m.hostMap[ISSUER_BASE] ?? '',
          MOORING_SANDBOX_URL: m.aws.url,
          MOORING_SEALING_KEY: `test:${sealingKey.toString('base64')}`,
          MOORING_AUTH_SECRET: randomBytes(32).toString('hex'),
          WORKER_HEALTH_PORT: '0',
          WORKER_S3_POLL_SECONDS: '1',
        }),
      );
    },
    /** A connected integration of the account in a workspace of its own, its first scan done and no other to come. */
    async connected(): Promise<ScannerRole> {
      const made = await scannerRole(m, { account: 'staging' });
      const { context, integration } = made;
      const { verification } = await startVerification(context, { integrationId: integration.id });
      const state = () => getVerification(context, { verificationId: verification.id });
      await until(async () => (await state()).finishedAt !== null, 'the verification');
      await connectIntegration(context, { integrationId: integration.id, verificationId: verification.id });
      const [first] = (await listScans(context, {})).scans;
      await until(async () => (await getScan(context, { scanId: first?.id ?? '' })).finishedAt !== null, 'the scan');
      await m.asOwner('DELETE FROM directory.schedule WHERE integration_id = $1', [integration.id]);
      return made;
    },
    async rowsOf<Row>(sql: string, values: unknown[]): Promise<Row[]> {
      return (await m.asOwner(sql, values)).rows as Row[];
    },
    async close(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.end('SIGKILL')));
      await boss.stop({ graceful: false });
      await m.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Soak = Awaited<ReturnType<typeof openSoak>>;

/** Waits for what cannot be told of; throws with `what` after `ms`. */
export async function until(done: () => Promise<boolean>, what: string, ms = 600_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await done())) {
    if (Date.now() > end) throw new Error(`Waited too long for ${what}.`);
    await delay(200);
  }
}
