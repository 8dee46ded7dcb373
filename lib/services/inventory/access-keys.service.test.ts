import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessKeySummary } from './access-key-summary';
import { listAccessKeys } from './access-keys';
import { type InventoryFixture, openInventoryFixture } from './testing/fixture';
import { scan } from './testing/scan';
import { accessKey, arn, user } from './testing/world';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const ago = (days: number) => new Date(NOW - days * DAY).toISOString();
const used = (days: number) => ({ date: ago(days), service: 's3', region: 'eu-central-1' });

let f: InventoryFixture;
let workspaceId: string;
beforeAll(async () => {
  f = await openInventoryFixture();
  f.clock.now = () => new Date(NOW);
  workspaceId = await f.workspace();
  const integration = await f.integration(workspaceId);
  await scan(f, integration, {
    at: NOW - DAY,
    things: [
      user('ada'),
      user('b_b'),
      accessKey('AKIAOLD', 'ada', ago(1500), used(200)),
      accessKey('AKIAYEAR', 'b_b', ago(365), null),
      accessKey('AKIALIMIT', 'b_b', ago(90), used(1)),
      accessKey('AKIAFRESH', 'gone', ago(89), undefined),
      accessKey('AKIATODAY', 'ada', ago(0), null),
      accessKey('AKIAOFF', 'ada', ago(400), null, 'Inactive'),
    ],
  });
});
afterAll(() => f.close());

type Query = Parameters<typeof listAccessKeys>[1];
const list = (query: Query, workspace = workspaceId) => listAccessKeys(f.as(workspace), query);
const ids = async (query: Query) => (await list(query)).accessKeys.map(({ accessKeyId }) => accessKeyId);

describe('accessKeys.list', () => {
  test('shows the oldest first, with owner, age and an honest last use', async () => {
    const { accessKeys } = await list({});
    expect(accessKeys.map(({ accessKeyId, ageDays }) => [accessKeyId, ageDays])).toEqual([
      ['AKIAOLD', 1500],
      ['AKIAOFF', 400],
      ['AKIAYEAR', 365],
      ['AKIALIMIT', 90],
      ['AKIAFRESH', 89],
      ['AKIATODAY', 0],
    ]);
    expect(accessKeys[0]).toMatchObject({
      status: 'Active',
      owner: { name: 'ada', arn: arn('user/ada'), uid: expect.any(String) },
      lastUsed: { state: 'used', at: ago(200), service: 's3', region: 'eu-central-1' },
    });
    expect(accessKeys[2]?.lastUsed).toEqual({ state: 'never', at: null, service: null, region: null });
    expect(accessKeys[4]).toMatchObject({ owner: { name: 'gone', uid: null }, lastUsed: { state: 'unknown' } });
  });

  test.each<[string, Query, string[]]>([
    ['status', { status: 'Inactive' }, ['AKIAOFF']],
    ['under the limit', { age: 'under_90' }, ['AKIAFRESH', 'AKIATODAY']],
    ['past the limit', { age: 'over_90' }, ['AKIAOLD', 'AKIAOFF', 'AKIAYEAR', 'AKIALIMIT']],
    ['over a year', { age: 'over_365' }, ['AKIAOLD', 'AKIAOFF', 'AKIAYEAR']],
    ['never used', { used: 'never' }, ['AKIAOFF', 'AKIAYEAR', 'AKIATODAY']],
    ['used recently', { used: 'recently' }, ['AKIALIMIT']],
    ['not used in 90 days', { used: 'not_in_90_days' }, ['AKIAOLD', 'AKIAOFF', 'AKIAYEAR', 'AKIATODAY']],
    ['owner, with a literal underscore', { q: 'B_B' }, ['AKIAYEAR', 'AKIALIMIT']],
    ['no wildcard of its own', { q: 'a_a' }, []],
    ['key id', { q: 'akiaold' }, ['AKIAOLD']],
    ['quotes and backslashes as text', { q: "\\'\u0000%" }, []],
    ['account', { account: '586209417733' }, []],
  ])('filters by %s', async (_name, query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  test('pages to the end without doubling', async () => {
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await list({ pageSize: 2, pageToken });
      seen.push(...page.accessKeys.map(({ accessKeyId }) => accessKeyId));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(seen).toEqual(await ids({}));
    await expect(list({ pageToken: 'e30' })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('is of the workspace alone, for its members', async () => {
    const foreign = await f.workspace();
    expect((await list({}, foreign)).accessKeys).toEqual([]);
    await expect(listAccessKeys(f.as(workspaceId, null), {})).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('accessKeys.summary counts the active ones by age', async () => {
  const summary = await accessKeySummary(f.as(workspaceId), {});
  expect(summary).toMatchObject({ total: 6, active: 5, pastLimit: 3, neverUsed: 2, limitDays: 90 });
  expect(summary.buckets.map(({ fromDays, toDays, count }) => [fromDays, toDays, count])).toEqual([
    [0, 30, 1],
    [30, 60, 0],
    [60, 90, 1],
    [90, 180, 1],
    [180, 365, 0],
    [365, 730, 1],
    [730, 1095, 0],
    [1095, null, 1],
  ]);
  expect(await accessKeySummary(f.as(await f.workspace()), {})).toMatchObject({ total: 0, pastLimit: 0 });
  await expect(accessKeySummary(f.as(workspaceId, null), {})).rejects.toMatchObject({ code: 'not_found' });
});
