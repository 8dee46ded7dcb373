import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { getResource } from '../inventory/get';
import { listResources } from '../inventory/list';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { arn, role } from '../inventory/testing/world';
import { listVersions } from '../inventory/versions';
import { listChanges } from './changes';
import { listResourcesAsOf } from './list-as-of';
import { pruneAllHistory, pruneHistory } from './prune';
import { getRetention, updateRetention } from './retention';

const DAY = 24 * 3_600_000;
const T0 = Date.UTC(2025, 0, 1);
const day = (days: number, ms = 0) => new Date(T0 + days * DAY + ms);

let f: InventoryFixture;
let integration: Integration;
let workspaceId: string;

beforeAll(async () => {
  f = await openInventoryFixture();
});
afterAll(() => f.close());

/** `busy` changes every ten days up to 50; `gone` goes on day 10 and `anew` takes its name; `young` goes on day 40. */
async function world(): Promise<void> {
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId);
  const keep = role('AROAKEEP', { name: 'keep' });
  const busy = (path: string) => role('AROABUSY', { name: 'busy', attributes: { path } });
  const named = (id: string) => role(id, { name: 'gone', arn: arn('role/gone') });
  const young = role('AROAYOUNG', { name: 'young' });
  for (const step of [0, 10, 20, 30, 40, 50]) {
    const things = [keep, busy(`/${step}/`), named(step === 0 ? 'AROAOLD' : 'AROANEW'), ...(step < 40 ? [young] : [])];
    await scan(f, integration, { at: day(step).getTime(), things });
  }
  await f.read(
    workspaceId,
    (tx) => tx.$executeRaw`
    INSERT INTO tenant.history_retention (workspace_id, days) VALUES (${workspaceId}::uuid, 30)`,
  );
}

const uidOf = async (name: string) =>
  (await listResources(f.as(workspaceId), { q: name })).resources.find((one) => one.name === name)?.uid ?? '';
const versionsOf = async (name: string) =>
  (await listVersions(f.as(workspaceId), { uid: await uidOf(name) })).versions.map(({ version }) => version);

describe('pruning', () => {
  test('removes replaced versions and the long deleted, and keeps what was current at the cut-off', async () => {
    await world();
    const past = () => listResourcesAsOf(f.as(workspaceId), { at: day(36).toISOString() });
    const before = await past();
    // Cut-off is day 35: the version of day 30 was current then; three before it go, and the first of what went on day 10.
    const pruned = await pruneHistory(f.db, workspaceId, { now: () => day(65), batch: 2 });
    expect(pruned).toEqual({ versions: 4, resources: 1 });
    expect(await versionsOf('busy')).toEqual([6, 5, 4]);
    expect(await versionsOf('keep')).toEqual([1]);
    expect((await past()).resources).toEqual(before.resources);
    expect((await past()).total).toEqual({ count: 4, exact: true });
    expect((await listResources(f.as(workspaceId), { state: 'deleted' })).resources.map(({ name }) => name)).toEqual([
      'young',
    ]);
    expect(await getResource(f.as(workspaceId), { uid: await uidOf('gone') })).toMatchObject({ previousUid: null });
    expect(await getRetention(f.as(workspaceId), {})).toEqual({
      days: 30,
      from: day(35).toISOString(),
      prunedBefore: day(35).toISOString(),
    });
    await expect(listResourcesAsOf(f.as(workspaceId), { at: day(20).toISOString() })).rejects.toMatchObject({
      message: expect.stringContaining(
        `History begins at ${day(35).toISOString()}; older history is removed after 30 days`,
      ),
    });
    const { from, changes } = await listChanges(f.as(workspaceId), {
      from: day(0).toISOString(),
      to: day(60).toISOString(),
    });
    expect(from >= day(34).toISOString()).toBe(true);
    expect(changes.map(({ name }) => name).toSorted()).toEqual(['busy', 'busy', 'young']);
    expect(await pruneHistory(f.db, workspaceId, { now: () => day(65) })).toEqual({ versions: 0, resources: 0 });
  });

  test('prunes each workspace by its own retention and touches no other', async () => {
    await world();
    const mine = workspaceId;
    await world();
    await updateRetention(f.as(workspaceId, 'admin'), { days: 3650 });
    const all = await pruneAllHistory(f.db, { now: () => day(65) });
    expect(all.get(mine)).toEqual({ versions: 4, resources: 1 });
    expect(all.get(workspaceId)).toEqual({ versions: 0, resources: 0 });
    expect(await versionsOf('busy')).toHaveLength(6);
  });

  test('stops between batches when the worker drains', async () => {
    await world();
    const stopped = new AbortController();
    stopped.abort();
    expect(await pruneHistory(f.db, workspaceId, { now: () => day(65), signal: stopped.signal })).toEqual({
      versions: 0,
      resources: 0,
    });
  });
});

describe('retention', () => {
  test('is 400 days until an admin sets it, within bounds, and that is audited', async () => {
    const id = await f.workspace();
    expect(await getRetention(f.as(id), {})).toEqual({ days: 400, from: null, prunedBefore: null });
    await expect(updateRetention(f.as(id, 'editor'), { days: 90 })).rejects.toMatchObject({
      code: 'permission_denied',
    });
    for (const days of [29, 3651, 90.5]) {
      await expect(updateRetention(f.as(id, 'admin'), { days })).rejects.toMatchObject({ code: 'invalid_request' });
    }
    expect(await updateRetention(f.as(id, 'admin'), { days: 90 })).toMatchObject({ days: 90 });
    await updateRetention(f.as(id, 'admin'), { days: 90 });
    const written = await f.read(id, (tx) => tx.auditEntry.findMany({ where: { workspaceId: id } }));
    expect(written.map(({ action, detail }) => [action, detail])).toEqual([
      ['history.retention_changed', { before: 400, after: 90 }],
    ]);
  });
});
