import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inWorkspace } from '@/lib/db/transaction';
import { type Boss, createQueues, jobQueue, openBoss } from '@/lib/jobs/queue';
import type { Scan } from '@/lib/schemas/scan';
import { Keyring } from '@/lib/sealing/keyring';
import { getScan } from '@/lib/services/scans/get';
import { listScans } from '@/lib/services/scans/list';
import { startScan } from '@/lib/services/scans/start';
import { connectIntegration } from '@/lib/services/verifications/connect';
import { getVerification } from '@/lib/services/verifications/get';
import { startVerification } from '@/lib/services/verifications/start';
import {
  ISSUER_BASE,
  openSandboxInstall,
  type SandboxInstall,
} from '@/lib/services/verifications/testing/sandbox-install';
import { type ScannerRole, scannerRole } from '@/lib/services/verifications/testing/scanner-role';
import { generate } from '@/sandbox/world/generate';
import { bundle } from '@/scripts/build/bundles';
import { startWorkerProcess, type WorkerProcess } from './testing/worker-process';

const WORLD = { users: 400, roles: 600, policies: 100, groups: 20 };
/** Jobs that one worker runs at once. */
const CONCURRENCY = 6;
const KEYS = 'AWS::IAM::AccessKey';
/** Makes one scan take several seconds, after all other scopes are complete. */
const SLOW_KEYS = { kind: 'delay', milliseconds: 200, match: { action: 'ListAccessKeys' } } as const;

let m: SandboxInstall;
let boss: Boss;
let folder: string;
let role: ScannerRole;
let users: number;
const running = new Set<WorkerProcess>();

async function worker(): Promise<WorkerProcess> {
  const started = await startWorkerProcess(join(folder, 'worker.mjs'), {
    DATABASE_URL: m.appUrl,
    MOORING_ISSUER_URL: ISSUER_BASE,
    MOORING_PUBLIC_URL: m.hostMap[ISSUER_BASE] ?? '',
    MOORING_SANDBOX_URL: m.aws.url,
    MOORING_SEALING_KEY: `test:${sealingKey.toString('base64')}`,
    MOORING_AUTH_SECRET: randomBytes(32).toString('hex'),
    WORKER_HEALTH_PORT: '0',
    WORKER_CONCURRENCY: String(CONCURRENCY),
  });
  running.add(started);
  return started;
}

async function end(one: WorkerProcess, signal: 'SIGKILL' | 'SIGTERM') {
  running.delete(one);
  return one.end(signal);
}

const sealingKey = randomBytes(32);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mooring-worker-'));
  await bundle('workers/main.ts', join(folder, 'worker.mjs'));
  m = await openSandboxInstall({ keyring: new Keyring([['test', sealingKey]]) });
  generate(m.aws.world, { account: m.aws.account('staging').id, ...WORLD });
  boss = openBoss(m.appUrl, 'web', () => {});
  await boss.start();
  await createQueues(boss);
  m.install.jobs = jobQueue(boss);
  role = await scannerRole(m, { account: 'staging', services: ['iam'] });
  users = m.aws.account('staging').users.size;
});
afterEach(() => m.aws.sandbox.faults.clear());
afterAll(async () => {
  await Promise.all([...running].map((one) => end(one, 'SIGKILL')));
  await boss?.stop({ graceful: false });
  await m?.close();
  await rm(folder, { recursive: true, force: true });
});

const PATIENCE = { timeout: 40_000, interval: 50 };
/** For scans of a thousand scopes, which are read whole each time. */
const WIDE = { timeout: 200_000, interval: 500 };
const scanOf = (scanId: string, of = role) => getScan(of.context, { scanId });
const attemptOf = (scan: Scan) => scan.jobs[0]?.attempt;
const completed = (scan: Scan) => scan.scopes.filter(({ status }) => status === 'complete').map(({ type }) => type);
const started = async () => (await startScan(role.context, { integrationId: role.integration.id })).scan.id;
const finished = async (scanId: string, of = role, patience = PATIENCE) => {
  await expect.poll(async () => (await scanOf(scanId, of)).finishedAt, patience).not.toBeNull();
  return scanOf(scanId, of);
};
/** Has a worker verify the role, connects it, and answers the id of its first scan. */
async function connected({ context, integration: { id: integrationId } }: ScannerRole): Promise<string> {
  const { verification } = await startVerification(context, { integrationId });
  const now = () => getVerification(context, { verificationId: verification.id });
  await expect.poll(async () => (await now()).finishedAt, PATIENCE).not.toBeNull();
  expect((await now()).state).toBe('passed');
  await connectIntegration(context, { integrationId, verificationId: verification.id });
  return (await listScans(context, {})).scans[0]?.id ?? '';
}
/** Milliseconds from a job's enqueueing to its start, sorted; of jobs that were not tried again. */
const pickUps = async () => {
  const { rows } = await m.asOwner(`
    SELECT round(extract(epoch FROM started_on - created_on) * 1000)::int AS ms FROM pgboss.job
    WHERE started_on IS NOT NULL AND retry_count = 0 AND name IN ('scan-job', 'verification', 'audit-seal') ORDER BY 1`);
  return (rows as { ms: number }[]).map(({ ms }) => ms);
};
/** Until everything but the access keys is complete. */
const halfway = (scanId: string) => expect.poll(async () => completed(await scanOf(scanId)).length, PATIENCE).toBe(9);

describe('worker processes', { timeout: 240_000 }, () => {
  test('a killed one loses nothing: another takes the job over and lists no complete scope again', async () => {
    const first = await worker();
    const ready = await fetch(`http://127.0.0.1:${first.port}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ok: true, checks: { database: 'ok' } }]);

    m.aws.sandbox.faults.add(SLOW_KEYS);
    const scanId = await connected(role);
    await halfway(scanId);
    await end(first, 'SIGKILL');
    const killed = performance.now();
    const before = await scanOf(scanId);
    expect(before).toMatchObject({ state: 'running', jobs: [{ attempt: 1 }] });

    await worker();
    // What the killed one had asked for has been answered and logged by now; nobody has taken its job yet.
    m.aws.sandbox.calls.reset();
    expect(attemptOf(await scanOf(scanId))).toBe(1);
    await expect.poll(async () => attemptOf(await scanOf(scanId)), PATIENCE).toBe(2);
    const tookOver = (performance.now() - killed) / 1000;
    m.aws.sandbox.faults.clear();
    const done = await finished(scanId);
    expect(done).toMatchObject({ state: 'complete', deleted: 0, changed: 0, scopesDone: 10 });
    expect(completed(done)).toHaveLength(10);
    const { calls } = m.aws.sandbox;
    const again = ['GetAccountAuthorizationDetails', 'ListRoles', 'ListOpenIDConnectProviders', 'GetAccountSummary'];
    expect(again.map((action) => calls.count(action))).toEqual([0, 0, 0, 0]);
    expect(calls.count('ListAccessKeys')).toBe(users);
    for (const scope of before.scopes.filter(({ type }) => type !== KEYS)) {
      expect(done.scopes.find(({ type }) => type === scope.type)).toEqual(scope);
    }
    const rows = await inWorkspace(m.db, role.workspaceId, (tx) =>
      tx.resource.groupBy({ by: ['type', 'id'], _count: true }),
    );
    const account = m.aws.account('staging');
    const of = (type: string) => rows.filter((row) => row.type === type).length;
    expect(rows.every(({ _count }) => _count === 1)).toBe(true);
    expect([of('AWS::IAM::User'), of('AWS::IAM::Role'), of('AWS::IAM::Group')]).toEqual(
      [account.users, account.roles, account.groups].map(({ size }) => size),
    );
    console.info(`take-over ${tookOver.toFixed(1)} s, ${calls.summary().total} calls after it`);
  });

  test('one that is asked to stop gives its scan to another at once', async () => {
    const [second] = running;
    if (!second) throw new Error('No worker runs.');
    // Slow enough to last until another worker has started, on a busy machine too.
    m.aws.sandbox.faults.add({ ...SLOW_KEYS, milliseconds: 3_000 });
    const scanId = await started();
    await halfway(scanId);
    await worker();
    const asked = performance.now();
    expect(await end(second, 'SIGTERM')).toBe(0);
    const drained = performance.now() - asked;
    // It did not leave the job to a lease that runs out: at its end the job is free, or another's already.
    const [left] = (await scanOf(scanId)).jobs;
    expect(left?.attempt === 2 || left?.state === 'queued', JSON.stringify(left)).toBe(true);
    await expect.poll(async () => attemptOf(await scanOf(scanId)), PATIENCE).toBe(2);
    const tookOver = performance.now() - asked;
    m.aws.sandbox.faults.clear();
    expect(await finished(scanId)).toMatchObject({ state: 'complete', created: 0, changed: 0, deleted: 0 });
    expect(await m.db.directory.sensor.count({ where: { id: second.sensorId } })).toBe(0);
    console.info(`drained in ${Math.round(drained)} ms, taken over after ${Math.round(tookOver)} ms`);
  });

  test('two of them run a job once, start a due schedule once, and seal the audit log', async () => {
    await worker();
    expect(running.size).toBe(2);
    m.aws.sandbox.calls.reset();
    const scanId = await started();
    const done = await finished(scanId);
    expect(attemptOf(done)).toBe(1);
    expect(m.aws.sandbox.calls.count('ListAccessKeys')).toBe(users);

    const { count } = await m.db.directory.schedule.updateMany({ data: { nextRunAt: new Date(Date.now() - 1_000) } });
    expect(count).toBe(1);
    for (const _ of [1, 2, 3, 4]) await boss.send('schedule-tick', {});
    await boss.send('audit-seal', {});
    const scheduled = async () =>
      (await listScans(role.context, {})).scans.filter(({ trigger }) => trigger === 'schedule');
    await expect.poll(async () => (await scheduled()).map(({ state }) => state), PATIENCE).toEqual(['complete']);
    await expect.poll(() => m.db.directory.auditSeal.count(), PATIENCE).toBeGreaterThan(0);
    const crons = (await boss.getSchedules()).map(({ name }) => name).sort();
    expect(crons).toEqual([
      'audit-seal',
      'event-log-upkeep',
      'finding-sweep',
      'history-retention',
      'issuer-rotation',
      'schedule-tick',
    ]);
    const waits = await pickUps();
    expect(waits.length).toBeGreaterThan(4);
    console.info(`pick-up of jobs, ms: ${waits.join(', ')}`);
  });

  test('of all services over all regions: one killed in the middle of a regional job is taken over', async () => {
    await Promise.all([...running].map((one) => end(one, 'SIGKILL')));
    const first = await worker();
    const wide = await scannerRole(m, { account: 'data-lake' });
    // Every region's volumes answer late, after most of EC2 is complete.
    m.aws.sandbox.faults.add({ kind: 'delay', milliseconds: 1_500, match: { action: 'DescribeVolumes' } });
    const scanId = await connected(wide);
    const jobOf = (scan: Scan) => scan.jobs.find(({ service }) => service === 'ec2');
    const ec2 = ({ scopes }: Scan) =>
      scopes.filter(({ type, status }) => type.startsWith('AWS::EC2::') && status === 'complete');
    await expect.poll(async () => ec2(await scanOf(scanId, wide)).length, WIDE).toBeGreaterThan(30);
    await end(first, 'SIGKILL');
    const before = await scanOf(scanId, wide);
    expect(jobOf(before)).toMatchObject({ state: 'running', attempt: 1 });

    await worker();
    m.aws.sandbox.faults.clear();
    const done = await finished(scanId, wide, WIDE);
    expect(done).toMatchObject({ state: 'complete', deleted: 0, changed: 0, scopesDone: done.scopesTotal });
    expect(jobOf(done)).toMatchObject({ state: 'finished', attempt: 2 });
    expect(done.regions.length).toBeGreaterThan(10);
    const ledger = new Map(done.scopes.map((scope) => [`${scope.region} ${scope.type}`, scope]));
    const kept = before.scopes.filter(({ status }) => status === 'complete');
    // Listed again, a scope would have another end.
    for (const scope of kept) expect(ledger.get(`${scope.region} ${scope.type}`)).toEqual(scope);
    const rows = await inWorkspace(m.db, wide.workspaceId, (tx) =>
      tx.resource.groupBy({ by: ['region', 'type', 'id'], _count: true }),
    );
    expect(rows.every(({ _count }) => _count === 1)).toBe(true);
    expect(rows.length).toBe(done.created);
    console.info(`${done.scopesTotal} scopes in ${done.regions.length} regions, ${kept.length} kept by the take-over`);
  });

  test('an account that answers slowly holds up no other', async () => {
    await Promise.all([...running].map((one) => end(one, 'SIGKILL')));
    await worker();
    const slow = await scannerRole(m, { account: 'payments-prod' });
    const quick = await scannerRole(m, { account: 'northquay-management', services: ['iam', 'sqs'] });
    const slowScan = await connected(slow);
    m.aws.sandbox.faults.add({ kind: 'delay', milliseconds: 2_000, match: { account: slow.named.accountId } });
    const quickScan = await connected(quick);
    let most = 0;
    const quickEnd = async () => {
      const { jobs, finishedAt } = await scanOf(slowScan, slow);
      most = Math.max(most, jobs.filter(({ state }) => state === 'running').length);
      expect(finishedAt, 'the slow scan is to outlast the quick one').toBeNull();
      return (await scanOf(quickScan, quick)).finishedAt;
    };
    await expect.poll(quickEnd, { timeout: 60_000, interval: 200 }).not.toBeNull();
    expect((await scanOf(quickScan, quick)).state).toBe('complete');
    // The share of one account in a worker's places (workers/consume).
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(Math.ceil(CONCURRENCY / 3) * running.size);
    m.aws.sandbox.faults.clear();
  });
});
