import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '@/lib/schemas/role';
import { BUILT_IN_VIEWS, MAX_VIEWS, type Shown } from '@/lib/schemas/view';
import { listResources } from '../inventory/list';
import { openServiceFixture, type ServiceFixture } from '../testing/context';
import { createView } from './create';
import { getView, listViews } from './list';
import { removeView } from './remove';
import { updateView } from './update';

let f: ServiceFixture;
beforeAll(async () => {
  f = await openServiceFixture();
});
afterAll(() => f.close());

async function team() {
  const workspaceId = await f.workspace();
  const one = async (role: Role) => f.as(await f.member(workspaceId, role), workspaceId, role);
  return { workspaceId, editor: await one('editor'), other: await one('editor'), viewer: await one('viewer') };
}

const SHOWN: Shown = {
  query: 'type:role age>90d',
  columns: ['accountId', 'tag.team'],
  sort: 'changed',
  order: 'desc',
};

test('a viewer keeps private views that nobody else sees, and shares none', async () => {
  const { workspaceId, viewer, editor } = await team();
  const made = await createView(viewer, { name: 'Old roles', ...SHOWN });
  expect(made).toMatchObject({ ...SHOWN, name: 'Old roles', shared: false, own: true, version: 1 });
  expect((await listViews(viewer, {})).views).toEqual([made]);
  expect((await listViews(editor, {})).views).toEqual([]);
  const viewId = made.id;
  await expect(getView(editor, { viewId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(updateView(editor, { viewId, name: 'Mine', version: 1 })).rejects.toMatchObject({ code: 'not_found' });
  await expect(removeView(editor, { viewId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(updateView(viewer, { viewId, shared: true, version: 1 })).rejects.toMatchObject({
    code: 'permission_denied',
  });
  await expect(createView(viewer, { name: 'For all', shared: true })).rejects.toMatchObject({
    code: 'permission_denied',
  });
  expect(await updateView(viewer, { viewId, name: 'Older roles', version: 1 })).toMatchObject({ version: 2, ...SHOWN });
  await removeView(viewer, { viewId });
  expect((await listViews(viewer, {})).views).toEqual([]);
  expect(await f.actions(workspaceId)).toEqual(['view.create', 'view.update', 'view.remove']);
});

test('a shared view is for all: every editor changes it, no viewer does, only its maker makes it private', async () => {
  const { editor, other, viewer } = await team();
  const { id: viewId } = await createView(editor, { name: 'Payments', shared: true, query: 'tag.team=payments' });
  expect(await getView(viewer, { viewId })).toMatchObject({ own: false, shared: true, query: 'tag.team=payments' });
  for (const attempt of [updateView(viewer, { viewId, query: '', version: 1 }), removeView(viewer, { viewId })]) {
    await expect(attempt).rejects.toMatchObject({ code: 'permission_denied' });
  }
  const changed = await updateView(other, { viewId, query: 'tag.team=pay*', version: 1 });
  expect(changed).toMatchObject({ version: 2, updatedBy: other.actor.label, madeBy: editor.actor.label });
  await expect(updateView(other, { viewId, shared: false, version: 2 })).rejects.toMatchObject({
    code: 'permission_denied',
  });
  expect(await updateView(editor, { viewId, shared: false, version: 2 })).toMatchObject({ shared: false });
  await expect(getView(other, { viewId })).rejects.toMatchObject({ code: 'not_found' });
});

test('a write over what someone else changed meanwhile is refused, and changes nothing', async () => {
  const { editor, other } = await team();
  const { id: viewId } = await createView(editor, { name: 'Volumes', shared: true });
  await updateView(other, { viewId, query: 'type:volume', version: 1 });
  await expect(updateView(editor, { viewId, query: 'type:role', version: 1 })).rejects.toMatchObject({
    code: 'stale_version',
    details: [{ version: 2 }],
  });
  expect(await getView(editor, { viewId })).toMatchObject({ query: 'type:volume', version: 2 });
});

test('names are told apart: one a person, one among those shared, whatever the case', async () => {
  const { editor, other } = await team();
  await createView(editor, { name: 'Keys' });
  await createView(other, { name: 'Keys' });
  await createView(editor, { name: 'Keys', shared: true });
  const taken = { code: 'conflict', details: [{ path: 'name' }] };
  await expect(createView(editor, { name: 'keys' })).rejects.toMatchObject(taken);
  await expect(createView(other, { name: 'KEYS', shared: true })).rejects.toMatchObject(taken);
  const { id: viewId } = await createView(other, { name: 'Others', shared: true });
  await expect(updateView(other, { viewId, name: 'Keys', version: 1 })).rejects.toMatchObject(taken);
});

test.each([
  [{ name: 'x', query: 'type:' }, 'query'],
  [{ name: 'x', query: 'nosuchfield:1' }, 'query'],
  [{ name: 'x', columns: ['no such column'] }, 'columns'],
  [{ name: 'x', columns: ['type', 'type'] }, 'columns'],
  [{ name: '  ' }, 'name'],
])('%j is refused', async (body, path) => {
  const { viewer } = await team();
  await expect(createView(viewer, body)).rejects.toMatchObject({
    code: 'invalid_request',
    details: expect.arrayContaining([expect.objectContaining({ path: expect.stringMatching(new RegExp(`^${path}`)) })]),
  });
});

test('there is an end to how many one keeps', async () => {
  const { viewer } = await team();
  for (let n = 0; n < MAX_VIEWS; n += 1) await createView(viewer, { name: `View ${n}` });
  await expect(createView(viewer, { name: 'One more' })).rejects.toMatchObject({ code: 'conflict' });
}, 30_000);

test('every view that a workspace starts with is a query that the inventory answers', async () => {
  const { viewer } = await team();
  const { builtIn } = await listViews(viewer, {});
  expect(builtIn.map(({ key }) => key)).toEqual(BUILT_IN_VIEWS.map(({ key }) => key));
  for (const { query: q, columns, sort, order } of builtIn) {
    const page = await listResources(viewer, { q, columns, sort, order });
    expect(page.total).toEqual({ count: 0, exact: true });
  }
});
