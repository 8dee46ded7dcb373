import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ChangeFeed } from '@/lib/db/changes';
import type { Integration } from '@/lib/db/generated/prisma/client';
import {
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
import { cancelScan } from './cancel';
import { followScan, getScan } from './get';
import { listScanChanges, listScans } from './list';
import { requeueAbandoned, startDueScans } from './schedule';
import { startScan } from './start';

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

let f: InventoryFixture;
beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());

let workspaceId: string;
let integration: Integration;
beforeEach(async () => {
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId, { name: 'payments-prod' });
});

const run = () => startScan(f.as(workspaceId, 'editor'), { integrationId: integration.id });
const audit = () =>
  f.read(workspaceId, async (tx) =>
    (await tx.auditEntry.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } })).map(({ action }) => action),
  );

describe('scans.start', () => {
  test('plans a job with its scopes, queues it and is audited; a second start answers the same scan', async () => {
    const before = f.queued.length;
    const starts = await Promise.all([run(), run(), run()]);
    expect(starts.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(starts.map((one) => one.scan.id)).size).toBe(1);
    const started = starts[0]?.scan;
    expect(started).toMatchObject({
      state: 'queued',
      trigger: 'manual',
      requestedBy: 'ada@example.test',
      integration: { id: integration.id, name: 'payments-prod' },
      scopesDone: 0,
      scopesTotal: 10,
    });
    expect(f.queued.slice(before)).toEqual([
      { name: 'scan-job', payload: { workspaceId, scanJobId: started?.jobs[0]?.id } },
    ]);
    expect(await audit()).toEqual(['scan.start']);
  });

  test('refuses drafts, foreign integrations and viewers', async () => {
    const draft = await f.integration(workspaceId, { state: 'draft' });
    await expect(startScan(f.as(workspaceId, 'editor'), { integrationId: draft.id })).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    const foreign = await f.workspace();
    await expect(startScan(f.as(foreign, 'owner'), { integrationId: integration.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(startScan(f.as(workspaceId, 'viewer'), { integrationId: integration.id })).rejects.toMatchObject({
      code: 'permission_denied',
    });
    expect(await audit()).toEqual([]);
  });
});

describe('scans.list, get and changes', () => {
  test('lists the newest first, page by page, by integration and state', async () => {
    const ids: string[] = [];
    for (const n of [1, 2, 3])
      ids.unshift(await scan(f, integration, { at: T0 + n * HOUR, things: [resource('AROA1')] }));
    const other = await f.integration(workspaceId, { accountId: '586209417733' });
    const { scan: open } = await startScan(f.as(workspaceId, 'editor'), { integrationId: other.id });
    const list = (query: Parameters<typeof listScans>[1], workspace = workspaceId) => listScans(f.as(workspace), query);
    const first = await list({ pageSize: 3 });
    expect(first.scans.map(({ id }) => id)).toEqual([open.id, ids[0], ids[1]]);
    const rest = await list({ pageSize: 3, pageToken: first.nextPageToken });
    expect(rest).toEqual({ scans: [expect.objectContaining({ id: ids[2] })] });
    expect((await list({ integrationId: integration.id })).scans).toHaveLength(3);
    expect((await list({ state: 'queued' })).scans.map(({ id }) => id)).toEqual([open.id]);
    expect((await list({}, await f.workspace())).scans).toEqual([]);
    await expect(list({ pageToken: 'e30' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('tells what a scan found changed, page by page', async () => {
    await scan(f, integration, { at: T0, things: ['AROA1', 'AROA2', 'AROA3'].map((id) => resource(id)) });
    const scanId = await scan(f, integration, {
      at: T0 + HOUR,
      things: [resource('AROA1', { attributes: { path: '/x/' } }), resource('AROA2'), resource('AROA4')],
    });
    const read = (pageToken?: string) => listScanChanges(f.as(workspaceId), { scanId, pageSize: 2, pageToken });
    const first = await read();
    const rest = await read(first.nextPageToken);
    expect([...first.changes, ...rest.changes].map(({ name, kind }) => [name, kind]).toSorted()).toEqual([
      ['role-aroa1', 'changed'],
      ['role-aroa3', 'deleted'],
      ['role-aroa4', 'created'],
    ]);
    expect(rest.nextPageToken).toBeUndefined();
    const view = await getScan(f.as(workspaceId), { scanId });
    expect(view).toMatchObject({ created: 1, changed: 1, deleted: 1, resources: 3, scopesTotal: 10 });
    const foreign = f.as(await f.workspace());
    await expect(getScan(foreign, { scanId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(listScanChanges(foreign, { scanId })).rejects.toMatchObject({ code: 'not_found' });
    await expect(getScan(f.as(workspaceId, null), { scanId })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('streams each state until the end', async () => {
    const changes = new ChangeFeed(f.db.url, () => {});
    const context = { ...f.as(workspaceId), signal: new AbortController().signal };
    const install = { ...context.install, changes };
    const { scan: started } = await run();
    const port = f.port(workspaceId);
    const fence = fenceOf(await port.takeScanJob(started.jobs[0]?.id ?? '', uuidv7()));
    const states: string[] = [];
    for await (const value of await followScan({ ...context, install }, { scanId: started.id })) {
      states.push(`${value.state} ${value.scopesDone}`);
      if (states.length === 1) await port.completeScopes(fence, ...endedScope(scopeOf(), outcome('complete', T0, [])));
      if (value.state === 'running' && value.scopesDone === 1)
        await port.end(fence, { status: 'finished', progress: NO_PROGRESS });
    }
    await changes.close();
    expect(states).toEqual(['running 0', 'running 1', 'partial 10']);
    await expect(followScan({ ...context, install }, { scanId: uuidv7() })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('scans.cancel', () => {
  const cancel = (scanId: string, role: 'editor' | 'viewer' = 'editor') =>
    cancelScan(f.as(workspaceId, role), { scanId });

  test('ends what waits at once', async () => {
    const { scan: started } = await run();
    const ended = await cancel(started.id);
    expect(ended).toMatchObject({ state: 'cancelled', cancelRequested: true, finishedAt: expect.any(String) });
    expect(new Set(ended.scopes.map(({ status }) => status))).toEqual(new Set(['cancelled']));
    expect(await audit()).toEqual(['scan.start', 'scan.cancel']);
    await expect(cancel(started.id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await run()).created).toBe(true);
  });

  test('asks what runs to stop; complete scopes keep their result', async () => {
    const { scan: started } = await run();
    const port = f.port(workspaceId);
    const fence = fenceOf(await port.takeScanJob(started.jobs[0]?.id ?? '', uuidv7()));
    await port.submit(fence, scopeOf(), [observed(resource('AROA1'), T0)]);
    await port.completeScopes(fence, ...endedScope(scopeOf(), outcome('complete', T0, ['AROA1'])));
    expect(await cancel(started.id)).toMatchObject({ state: 'running', cancelRequested: true });
    expect(await port.heartbeat(fence)).toEqual({ state: 'cancelled' });
    await port.end(fence, { status: 'cancelled', progress: NO_PROGRESS });
    const ended = await getScan(f.as(workspaceId), { scanId: started.id });
    expect(ended.state).toBe('cancelled');
    expect(ended.scopes.find(({ type }) => type === 'AWS::IAM::Role')?.status).toBe('complete');
    expect(await f.read(workspaceId, (tx) => tx.resource.count({ where: { workspaceId, deletedAt: null } }))).toBe(1);
  });

  test('is refused to viewers and strangers', async () => {
    const { scan: started } = await run();
    await expect(cancel(started.id, 'viewer')).rejects.toMatchObject({ code: 'permission_denied' });
    const foreign = f.as(await f.workspace(), 'owner');
    await expect(cancelScan(foreign, { scanId: started.id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the schedule', () => {
  const plan = (integrationId: string, nextRunAt: Date, enabled = true) =>
    f.db.directory.schedule.create({ data: { integrationId, workspaceId, everyMinutes: 60, enabled, nextRunAt } });
  const scans = () => f.read(workspaceId, (tx) => tx.scan.findMany({ where: { workspaceId } }));

  test('starts what is due once, however many workers look', async () => {
    const now = new Date(T0);
    const deps = { ...f.deps, now: () => now };
    const off = await f.integration(workspaceId, { accountId: '586209417733' });
    await plan(integration.id, new Date(T0 - 1000));
    await plan(off.id, new Date(T0 - 1000), false);
    const counts = await Promise.all([startDueScans(deps), startDueScans(deps)]);
    expect(counts.toSorted()).toEqual([0, 1]);
    expect(await scans()).toMatchObject([
      { integrationId: integration.id, trigger: 'schedule', requestedBy: 'scheduler' },
    ]);
    const next = await f.db.directory.schedule.findUniqueOrThrow({ where: { integrationId: integration.id } });
    expect(next.nextRunAt).toEqual(new Date(T0 + HOUR));
    expect(await audit()).toEqual(['scan.start']);
    await f.db.directory.schedule.deleteMany({ where: { workspaceId } });
  });

  test('one that cannot start keeps no other from it', async () => {
    const broken = await f.integration(workspaceId, { accountId: null });
    await plan(broken.id, new Date(T0 - 2000));
    await plan(integration.id, new Date(T0 - 1000));
    await expect(startDueScans({ ...f.deps, now: () => new Date(T0) })).rejects.toThrow(
      /1 scheduled scans could not start/,
    );
    expect(await scans()).toHaveLength(1);
    await f.db.directory.schedule.deleteMany({ where: { workspaceId } });
  });

  test('work that was lost is queued again, work that is held is not', async () => {
    const { scan: started } = await run();
    const jobId = started.jobs[0]?.id ?? '';
    await f.port(workspaceId).takeScanJob(jobId, uuidv7());
    const requeued = () =>
      f.queued.filter(({ payload }) => (payload as { scanJobId: string }).scanJobId === jobId).length;
    await requeueAbandoned(f.deps);
    expect(requeued()).toBe(1);
    const lost = `UPDATE tenant.scan_job SET lease_until = now() - interval '2 minutes', queued_at = now() - interval '2 minutes'
      WHERE id = $1`;
    await f.asOwner(lost, [jobId]);
    await requeueAbandoned(f.deps);
    expect(requeued()).toBe(2);
    await requeueAbandoned(f.deps);
    expect(requeued()).toBe(2);
  });
});
