import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { getResource } from '../inventory/get';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { arn, role, user } from '../inventory/testing/world';
import { diffVersions } from './diff';
import { resourceFacetsAsOf } from './facets-as-of';
import { getResourceAsOf } from './get-as-of';
import { listResourcesAsOf } from './list-as-of';

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
/** Half an hour after the scan of that hour. */
const past = (hour: number) => new Date(T0 + hour * HOUR + HOUR / 2).toISOString();

let f: InventoryFixture;
let integration: Integration;
let workspaceId: string;
let foreignId: string;

/**
 * Hour 0: keep, gone, back, moved, tagged and a user. 1: gone, back, made-anew (old) are gone; moved and tagged change.
 * 2: back is there again in place, late is new, made-anew has a new id. 3: nothing new.
 */
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  foreignId = await f.workspace();
  integration = await f.integration(workspaceId, { name: 'payments-prod' });
  const keep = role('AROAKEEP', { name: 'keep' });
  const ada = user('ada');
  const moved = (name: string) => role('AROAMOVED', { name, arn: arn(`role/${name}`) });
  const tagged = (team: string, path = '/') =>
    role('AROATAGGED', { name: 'tagged', tags: { team }, attributes: { path } });
  const back = role('AROABACK', { name: 'back' });
  const anew = (id: string) => role(id, { name: 'anew', arn: arn('role/anew') });
  const at = (hour: number) => T0 + hour * HOUR;
  await scan(f, integration, {
    at: at(0),
    things: [keep, ada, moved('alpha'), tagged('red'), back, role('AROAGONE', { name: 'gone' }), anew('AROAANEW1')],
  });
  await scan(f, integration, { at: at(1), things: [keep, ada, moved('zulu'), tagged('blue', '/ops/')] });
  await scan(f, integration, {
    at: at(2),
    things: [
      keep,
      ada,
      moved('zulu'),
      tagged('blue', '/ops/'),
      back,
      anew('AROAANEW2'),
      role('AROALATE', { name: 'late' }),
    ],
  });
  await scan(f, integration, {
    at: at(3),
    things: [
      keep,
      ada,
      moved('zulu'),
      tagged('blue', '/ops/'),
      back,
      anew('AROAANEW2'),
      role('AROALATE', { name: 'late' }),
    ],
  });
}, 120_000);
afterAll(() => f.close());

type Query = Omit<Parameters<typeof listResourcesAsOf>[1], 'at'>;
const list = async (at: string, query: Query = {}) => listResourcesAsOf(f.as(workspaceId), { ...query, at });
const names = async (at: string, query: Query = {}) => (await list(at, query)).resources.map(({ name }) => name);

describe('resources.listAsOf', () => {
  test('shows what had been seen by then: created, changed, deleted, made again in place and anew', async () => {
    expect(await names(past(0))).toEqual(['ada', 'alpha', 'anew', 'back', 'gone', 'keep', 'tagged']);
    expect(await names(past(1))).toEqual(['ada', 'keep', 'tagged', 'zulu']);
    expect(await names(past(2))).toEqual(['ada', 'anew', 'back', 'keep', 'late', 'tagged', 'zulu']);
    expect(await names(past(3))).toEqual(await names(past(2)));
  });

  test('what was deleted by then is there on demand', async () => {
    expect(await names(past(0), { state: 'deleted' })).toEqual([]);
    expect(await names(past(1), { state: 'deleted' })).toEqual(['anew', 'back', 'gone']);
    expect(await names(past(2), { state: 'deleted' })).toEqual(['anew', 'gone']);
    const { resources } = await list(past(1), { state: 'deleted', q: 'back' });
    expect(resources).toMatchObject([
      { name: 'back', state: 'deleted', version: 2, deletedAt: new Date(T0 + HOUR).toISOString() },
    ]);
  });

  test('rows are those of then, and filters apply to what they were then', async () => {
    const [was] = (await list(past(0), { tag: ['team=red'] })).resources;
    expect(was).toMatchObject({ name: 'tagged', tags: { team: 'red' }, version: 1, state: 'live' });
    expect(await names(past(0), { tag: ['team=blue'] })).toEqual([]);
    expect(await names(past(1), { tag: ['team=blue'] })).toEqual(['tagged']);
    expect(await names(past(0), { q: 'alph' })).toEqual(['alpha']);
    expect(await names(past(0), { q: 'zulu' })).toEqual([]);
    expect(await names(past(1), { q: 'zulu' })).toEqual(['zulu']);
    expect(await names(past(0), { type: ['AWS::IAM::User'] })).toEqual(['ada']);
    expect(await names(past(0), { integrationId: integration.id, q: 'keep' })).toEqual(['keep']);
  });

  test.each(['name', 'type', 'changed'] as const)('pages by %s in both directions, each once', async (sort) => {
    for (const order of ['asc', 'desc'] as const) {
      const whole = (await list(past(0), { sort, order })).resources.map(({ uid }) => uid);
      expect(new Set(whole).size).toBe(7);
      const seen: string[] = [];
      let page = await list(past(0), { sort, order, pageSize: 3 });
      for (seen.push(...uids(page)); page.nextPageToken; seen.push(...uids(page))) {
        page = await list(past(0), { sort, order, pageSize: 3, pageToken: page.nextPageToken });
      }
      expect(seen).toEqual(whole);
      const back = await list(past(0), { sort, order, pageSize: 3, pageToken: page.previousPageToken });
      expect(uids(back)).toEqual(whole.slice(3, 6));
    }
    const { nextPageToken } = await list(past(0), { sort: 'name', pageSize: 1 });
    await expect(list(past(0), { sort: 'name', order: 'desc', pageToken: nextPageToken })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test('counts follow the moment and the filters', async () => {
    const facets = (at: string, query: object = {}) => resourceFacetsAsOf(f.as(workspaceId), { at, ...query });
    for (const [hour, roles, total] of [
      [0, 6, 7],
      [1, 3, 4],
      [2, 6, 7],
      [3, 6, 7],
    ] as const) {
      const { type, account, exact } = await facets(past(hour));
      expect({ hour, type: type.map(({ value, count }) => [value, count]), exact }).toEqual({
        hour,
        type: [
          ['AWS::IAM::Role', roles],
          ['AWS::IAM::User', 1],
        ],
        exact: true,
      });
      expect(account).toMatchObject([{ count: total, label: 'payments-prod' }]);
      expect((await list(past(hour))).total).toEqual({ count: total, exact: true });
    }
    expect((await facets(past(1), { type: ['AWS::IAM::User'] })).type).toHaveLength(2);
    expect((await facets(past(1), { type: ['AWS::IAM::User'] })).region).toMatchObject([{ value: 'global', count: 1 }]);
    expect((await facets(past(0), { q: 'ta' })).type).toMatchObject([{ value: 'AWS::IAM::Role', count: 1 }]);
    expect((await facets(past(1), { state: 'deleted' })).type).toMatchObject([{ value: 'AWS::IAM::Role', count: 3 }]);
    expect((await list(past(0), { q: 'alph' })).total).toEqual({ count: 1, exact: true });
  });

  test('a moment before history, or to come, is refused and says since when there is one', async () => {
    const began = new Date(T0 + 1000).toISOString();
    await expect(list(new Date(T0).toISOString())).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`History begins at ${began}`),
    });
    expect((await list(began)).history).toMatchObject({ from: began, days: 400 });
    await expect(list(new Date(Date.now() + HOUR).toISOString())).rejects.toMatchObject({ code: 'invalid_request' });
    expect(await listResourcesAsOf(f.as(foreignId), { at: past(1) })).toMatchObject({
      resources: [],
      history: { from: null },
    });
  });
});

describe('resources.getAsOf and resources.diff', () => {
  const uidOf = async (name: string, at: string, state: 'live' | 'deleted' = 'live') =>
    (await list(at, { q: name, state })).resources.find((one) => one.name === name)?.uid ?? '';

  test('answers the document of then and between when it became and ceased to be so', async () => {
    const uid = await uidOf('tagged', past(0));
    expect(await getResourceAsOf(f.as(workspaceId), { uid, at: past(0) })).toMatchObject({
      existed: 'yes',
      resource: { tags: { team: 'red' }, attributes: { path: '/' }, version: 1 },
      between: { after: null, notAfter: new Date(T0 + 1000).toISOString() },
      until: { after: new Date(T0 + 1000).toISOString(), notAfter: new Date(T0 + HOUR + 1000).toISOString() },
    });
    expect(await getResourceAsOf(f.as(workspaceId), { uid, at: past(3) })).toMatchObject({
      resource: { tags: { team: 'blue' }, version: 2 },
      until: null,
    });
    const late = await uidOf('late', past(3));
    expect(await getResourceAsOf(f.as(workspaceId), { uid: late, at: past(0) })).toMatchObject({
      existed: 'not_yet',
      resource: null,
      until: { notAfter: new Date(T0 + 2 * HOUR + 1000).toISOString() },
    });
    const gone = await uidOf('gone', past(0));
    expect(await getResourceAsOf(f.as(workspaceId), { uid: gone, at: past(2) })).toMatchObject({
      existed: 'deleted',
      resource: { state: 'deleted', name: 'gone' },
    });
    await expect(getResourceAsOf(f.as(foreignId), { uid, at: past(1) })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('compares any two versions, either way round', async () => {
    const uid = await uidOf('tagged', past(0));
    const there = await diffVersions(f.as(workspaceId), { uid, from: 1, to: 2 });
    expect(there).toMatchObject({
      sentence: 'tag team changed, path changed',
      changes: [
        { path: 'tags.team', before: 'red', after: 'blue' },
        { path: 'attributes.path', before: '/', after: '/ops/' },
      ],
    });
    const back = await diffVersions(f.as(workspaceId), { uid, from: 2, to: 1 });
    expect(back.changes[0]).toMatchObject({ before: 'blue', after: 'red' });
    await expect(diffVersions(f.as(workspaceId), { uid, from: 1, to: 9 })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('what was made anew under a name is linked both ways', async () => {
    const [old, made] = [await uidOf('anew', past(0)), await uidOf('anew', past(2))];
    expect(made).not.toBe(old);
    expect(await getResource(f.as(workspaceId), { uid: old })).toMatchObject({ nextUid: made });
    expect(await getResource(f.as(workspaceId), { uid: made })).toMatchObject({ previousUid: old });
  });
});

describe('what is no longer watched', () => {
  test('was live before and is unwatched after; a deletion of before stays one', async () => {
    const id = await f.workspace();
    const own = await f.integration(id);
    await scan(f, own, { at: T0, things: [role('AROAONE', { name: 'one' }), role('AROATWO', { name: 'two' })] });
    await scan(f, own, { at: T0 + HOUR, things: [role('AROAONE', { name: 'one', tags: { a: 'b' } })] });
    await f.read(id, (tx) =>
      tx.resource.updateMany({
        where: { workspaceId: id, deletedAt: null },
        data: { unwatchedAt: new Date(T0 + 2 * HOUR), integrationId: null },
      }),
    );
    const as = (at: string, state: 'live' | 'unwatched' | 'deleted') =>
      listResourcesAsOf(f.as(id), { at, state }).then(({ resources, total }) => [
        resources.map(({ name }) => name),
        total.count,
      ]);
    expect(await as(past(0), 'live')).toEqual([['one', 'two'], 2]);
    expect(await as(past(1), 'live')).toEqual([['one'], 1]);
    expect(await as(past(1), 'unwatched')).toEqual([[], 0]);
    expect(await as(past(2), 'live')).toEqual([[], 0]);
    expect(await as(past(2), 'unwatched')).toEqual([['one'], 1]);
    expect(await as(past(2), 'deleted')).toEqual([['two'], 1]);
  });
});

const uids = ({ resources }: Awaited<ReturnType<typeof list>>) => resources.map(({ uid }) => uid);
