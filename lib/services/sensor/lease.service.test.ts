import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { collectorsOf } from '@/lib/collectors/registry';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { FenceLostError } from '@/lib/sensor/errors';
import { MAX_OBSERVATIONS } from '@/lib/sensor/port';
import { removeIntegration } from '../integrations/remove';
import {
  ACCOUNT,
  endedScope,
  fenceOf,
  type InventoryFixture,
  NO_PROGRESS,
  observed,
  openInventoryFixture,
  outcome,
  resource,
  scopeOf,
} from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { startScan } from '../scans/start';
import { fenced } from './fence';

const T0 = Date.UTC(2026, 0, 1);
const ROLES = scopeOf();

let f: InventoryFixture;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());

let workspaceId: string;
let integration: Integration;
let jobId: string;
beforeEach(async () => {
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId);
  jobId = await start(integration);
});

async function start(of: Integration): Promise<string> {
  const { scan: started } = await startScan(f.as(workspaceId, 'editor'), { integrationId: of.id });
  return started.jobs[0]?.id ?? '';
}
const port = () => f.port(workspaceId);
const take = (id = jobId) => port().takeScanJob(id, uuidv7());
const expire = () =>
  f.asOwner(`UPDATE tenant.scan_job SET lease_until = now() - interval '1 second' WHERE id = $1`, [jobId]);
const job = () =>
  f.read(workspaceId, (tx) =>
    tx.scanJob.findFirstOrThrow({ where: { id: jobId }, include: { scopes: true, scan: true } }),
  );
const liveIds = () =>
  f.read(workspaceId, async (tx) =>
    (await tx.resource.findMany({ where: { workspaceId, deletedAt: null } })).map(({ id }) => id).sort(),
  );

describe('the lease of a scan job', () => {
  test('is one, however many workers ask at once', async () => {
    const leases = await Promise.all([1, 2, 3, 4].map(() => take()));
    const [lease, ...others] = leases.filter((one) => one !== null);
    expect(others).toEqual([]);
    expect(lease).toMatchObject({
      fence: { jobId, attempt: 1 },
      accountId: ACCOUNT,
      partition: 'aws',
      service: 'iam',
      regionsKnown: true,
    });
    expect(lease?.scopes.every(({ region, complete }) => region === 'global' && !complete)).toBe(true);
    expect(lease?.scopes.map(({ type }) => type).toSorted()).toEqual(
      collectorsOf('iam')
        .map(({ type }) => type)
        .toSorted(),
    );
    expect(Math.abs((lease?.databaseTime ?? 0) - Date.now())).toBeLessThan(60_000);
    expect((await job()).scan.state).toBe('running');
  });

  test('passes on when it ran out; complete scopes are kept, half-done ones begin again', async () => {
    const first = fenceOf(await take());
    await port().submit(first, ROLES, [observed(resource('AROA1'), T0)]);
    await port().completeScopes(first, ...endedScope(ROLES, outcome('complete', T0, ['AROA1'])));
    await port().submit(first, scopeOf('AWS::IAM::User'), [
      observed(resource('AIDA1', { type: 'AWS::IAM::User' }), T0),
    ]);
    expect(await take()).toBeNull();
    await expire();
    const second = await take();
    expect(second).toMatchObject({ fence: { attempt: 2 } });
    expect(second?.scopes.filter(({ complete }) => complete)).toEqual([
      { region: 'global', type: 'AWS::IAM::Role', complete: true },
    ]);
    const ledger = new Map((await job()).scopes.map(({ type, status }) => [type, status]));
    expect([ledger.get('AWS::IAM::Role'), ledger.get('AWS::IAM::User')]).toEqual(['complete', 'pending']);
    expect(await port().knownScope(fenceOf(second), ROLES)).toMatchObject({
      startedAt: T0,
      items: [{ id: 'AROA1', name: 'role-aroa1', createdAt: '2025-01-02T03:04:05.000Z' }],
    });
    expect(await port().knownScope(fenceOf(second), scopeOf('AWS::IAM::User'))).toBeNull();
  });

  test('once lost, nothing of the old attempt gets in', async () => {
    const lost = fenceOf(await take());
    await expire();
    const held = fenceOf(await take());
    const writes = [
      () => port().submit(lost, ROLES, [observed(resource('AROALATE'), T0)]),
      () => port().completeScopes(lost, ...endedScope(ROLES, outcome('complete', T0, []))),
      () => port().report(lost, NO_PROGRESS),
      () => port().knownScope(lost, ROLES),
      () => port().credentials(lost),
      () => port().end(lost, { status: 'finished', progress: NO_PROGRESS }),
    ];
    for (const write of writes) await expect(write()).rejects.toBeInstanceOf(FenceLostError);
    expect(await port().heartbeat(lost)).toEqual({ state: 'lost' });
    expect(await liveIds()).toEqual([]);
    expect(await port().heartbeat(held)).toMatchObject({ state: 'held' });
    expect((await job()).state).toBe('running');
  });

  test('is renewed by heartbeats, which tell of a cancelled scan', async () => {
    const fence = fenceOf(await take());
    await expire();
    const beat = await port().heartbeat(fence);
    expect(beat).toMatchObject({ state: 'held' });
    expect(await take()).toBeNull();
    await f.read(workspaceId, (tx) =>
      tx.scan.updateMany({ where: { workspaceId }, data: { cancelRequestedAt: new Date() } }),
    );
    expect(await port().heartbeat(fence)).toEqual({ state: 'cancelled' });
  });

  test('is kept beside a long write of its own, which beats do not wait for and which renews it at its end', async () => {
    const fence = fenceOf(await take());
    await expire();
    const clock = vi.spyOn(performance, 'now');
    const written = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const write = fenced(f.db, workspaceId, fence, async () => {
      locked.resolve();
      await written.promise;
      const later = performance.now() + 5_000;
      clock.mockImplementation(() => later);
    });
    await locked.promise;
    expect(await port().heartbeat(fence)).toMatchObject({ state: 'held' });
    await port().report(fence, NO_PROGRESS);
    const takeover = take();
    await expect.poll(() => f.asOwner('SELECT FROM pg_locks WHERE NOT granted')).not.toHaveLength(0);
    written.resolve();
    await write;
    clock.mockRestore();
    expect(await takeover).toBeNull();
    expect((await job()).leaseUntil?.getTime()).toBeGreaterThan(Date.now());
  });

  test('is renewed by writes that follow one another so closely that no beat gets between them', async () => {
    const fence = fenceOf(await take());
    await expire();
    await port().submit(fence, ROLES, [observed(resource('AROA1'), T0)]);
    expect(await take()).toBeNull();
    const renewed = (await job()).leaseUntil;
    await port().submit(fence, ROLES, [observed(resource('AROA2'), T0)]);
    expect((await job()).leaseUntil).toEqual(renewed);
  });

  test('is given back by a worker that drains, and queued again in the same transaction', async () => {
    const fence = fenceOf(await take());
    const before = f.queued.length;
    await port().end(fence, { status: 'released', progress: NO_PROGRESS });
    expect(f.queued.slice(before)).toEqual([{ name: 'scan-job', payload: { workspaceId, scanJobId: jobId } }]);
    expect(await take()).toMatchObject({ fence: { attempt: 2 } });
  });

  test('is not given for ever: after 20 attempts the job failed, and its scan with it', async () => {
    await f.asOwner('UPDATE tenant.scan_job SET attempt = 20 WHERE id = $1', [jobId]);
    expect(await take()).toBeNull();
    const ended = await job();
    expect(ended).toMatchObject({ state: 'failed', error: { code: 'too_many_attempts' }, scan: { state: 'failed' } });
    expect(new Set(ended.scopes.map(({ status }) => status))).toEqual(new Set(['failed']));
  });

  test('of a scan cancelled meanwhile is not given; what was open ends', async () => {
    await take();
    await f.read(workspaceId, (tx) =>
      tx.scan.updateMany({ where: { workspaceId }, data: { cancelRequestedAt: new Date() } }),
    );
    await expire();
    expect(await take()).toBeNull();
    const ended = await job();
    expect(ended).toMatchObject({ state: 'cancelled', scan: { state: 'cancelled' } });
    expect(new Set(ended.scopes.map(({ status }) => status))).toEqual(new Set(['cancelled']));
  });

  test('of another workspace is not to be had', async () => {
    expect(await f.port(await f.workspace()).takeScanJob(jobId, uuidv7())).toBeNull();
  });
});

describe('what a job may settle', () => {
  test('is its own account and types', async () => {
    const fence = fenceOf(await take());
    for (const scope of [
      scopeOf('AWS::IAM::Role', '586209417733'),
      scopeOf('AWS::EC2::Instance'),
      { ...ROLES, region: 'eu-central-1' },
    ]) {
      await expect(port().submit(fence, scope, [observed(resource('AROA1'), T0)])).rejects.toMatchObject({
        code: 'permission_denied',
      });
      await expect(port().completeScopes(fence, ...endedScope(scope, outcome('complete', T0)))).rejects.toMatchObject({
        code: 'permission_denied',
      });
    }
    const many = Array.from({ length: MAX_OBSERVATIONS + 1 }, (_, n) => observed(resource(`AROA${n}`), T0));
    await expect(port().submit(fence, ROLES, many)).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(await liveIds()).toEqual([]);
  });

  test('is told of once: a scope completed twice stays as it was counted', async () => {
    const fence = fenceOf(await take());
    await port().submit(fence, ROLES, [observed(resource('AROA1'), T0)]);
    await port().completeScopes(fence, ...endedScope(ROLES, outcome('complete', T0, ['AROA1'])));
    await port().completeScopes(fence, ...endedScope(ROLES, outcome('complete', T0, [])));
    expect(await liveIds()).toEqual(['AROA1']);
    const [roles] = (await job()).scopes.filter(({ type }) => type === 'AWS::IAM::Role');
    expect(roles).toMatchObject({ seen: 1, created: 1, deleted: 0, status: 'complete' });
  });

  test('is nothing where another integration owns the account; after that one goes, it does', async () => {
    const fence = fenceOf(await take());
    await port().submit(fence, ROLES, [observed(resource('AROA1'), T0)]);
    await port().completeScopes(fence, ...endedScope(ROLES, outcome('complete', T0, ['AROA1'])));
    await port().end(fence, { status: 'finished', progress: NO_PROGRESS });

    const second = await f.integration(workspaceId);
    const other = await startScan(f.as(workspaceId, 'editor'), { integrationId: second.id });
    expect(new Set(other.scan.scopes.map(({ status, error }) => `${status} ${error?.code}`))).toEqual(
      new Set(['skipped owned_elsewhere']),
    );
    const lease = await take(other.scan.jobs[0]?.id);
    expect(lease?.scopes).toEqual([]);
    await expect(port().submit(fenceOf(lease), ROLES, [observed(resource('AROA2'), T0 + 1000)])).rejects.toMatchObject({
      code: 'permission_denied',
    });
    await port().end(fenceOf(lease), { status: 'finished', progress: NO_PROGRESS });
    expect(await liveIds()).toEqual(['AROA1']);

    await removeIntegration(f.as(workspaceId, 'admin'), { integrationId: integration.id });
    const [left] = await f.read(workspaceId, (tx) => tx.resource.findMany({ where: { workspaceId } }));
    expect(left).toMatchObject({ deletedAt: null, integrationId: null, version: 1, unwatchedAt: expect.any(Date) });

    await scan(f, second, { at: T0 + 60_000, things: [resource('AROA1')] });
    const [back] = await f.read(workspaceId, (tx) => tx.resource.findMany({ where: { workspaceId } }));
    expect(back).toMatchObject({ uid: left?.uid, unwatchedAt: null, integrationId: second.id, version: 1 });
  });

  test('a failed job ends what was open as failed, and a refusal makes the integration failing', async () => {
    const fence = fenceOf(await take());
    const error = {
      kind: 'denied',
      code: 'AccessDenied',
      message: 'The role refuses us.',
      action: 'sts:AssumeRole',
      deniedBy: null,
      requestId: null,
    };
    await port().end(fence, { status: 'failed', error, progress: NO_PROGRESS });
    const ended = await job();
    expect(ended).toMatchObject({ state: 'failed', scan: { state: 'failed', finishedAt: expect.any(Date) } });
    const failing = await f.read(workspaceId, (tx) =>
      tx.integration.findFirstOrThrow({ where: { id: integration.id } }),
    );
    expect(failing).toMatchObject({
      state: 'failing',
      problem: { code: 'AccessDenied', message: 'The role refuses us.' },
    });
    await scan(f, integration, { at: T0, things: [resource('AROA1')] });
    const healed = await f.read(workspaceId, (tx) =>
      tx.integration.findFirstOrThrow({ where: { id: integration.id } }),
    );
    expect(healed).toMatchObject({ state: 'connected', problem: null });
  });

  test('throttling and time-outs never make a healthy integration failing', async () => {
    const fence = fenceOf(await take());
    const error = {
      kind: 'throttled',
      code: 'Throttling',
      message: 'slow down',
      action: null,
      deniedBy: null,
      requestId: null,
    };
    await port().end(fence, { status: 'failed', error, progress: NO_PROGRESS });
    const same = await f.read(workspaceId, (tx) => tx.integration.findFirstOrThrow({ where: { id: integration.id } }));
    expect(same).toMatchObject({ state: 'connected', problem: null });
  });
});
