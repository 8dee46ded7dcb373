import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourcePageSchema } from '@/lib/schemas/inventory';
import { encodePageToken } from '../page';
import { listResources, listResourcesText } from './list';
import { type InventoryFixture, openInventoryFixture } from './testing/fixture';
import { scan } from './testing/scan';
import { arn, role } from './testing/world';

const T0 = Date.UTC(2026, 0, 1);
const TIME = '2026-01-01T00:00:00.5+00:00';
/** What would be taken for a time of the row, or for the end of a line, if text were cut carelessly. */
const HOSTILE = [
  role('AROA0', { name: `"changedAt":"${TIME}"`, tags: { createdAt: TIME, '"firstSeenAt":"': `${TIME}"` } }),
  role('AROA1', { name: 'one\ntwo\\n', tags: { 'a\nb': '\u2028\u0001\\', '","observedAt":"': TIME } }),
  role('AROA2', { name: 'İstanbul ß', arn: arn('role/İ'), tags: { Ключ: '€😀' } }),
  role('AROA3', { name: 'Upper', tags: {} }),
];

let f: InventoryFixture;
let workspaceId: string;

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  const integration = await f.integration(workspaceId);
  await scan(f, integration, { at: T0 + 500, things: [...HOSTILE, role('AROAGONE', { name: 'gone' })] });
  await scan(f, integration, { at: T0 + 3_600_090, things: HOSTILE });
});
afterAll(() => f.close());

const read = async (query: Parameters<typeof listResourcesText>[1]) =>
  (await listResourcesText(f.as(workspaceId), query)).read();

test.each([
  {},
  { state: 'any' },
  { state: 'deleted' },
  { sort: 'changed', order: 'desc' },
  { type: 'AWS::IAM::Role' },
  { q: 'one' },
  { pageSize: 1 },
  { q: 'nothing has this' },
  { include: 'attributes,incoming', columns: 'tag.team,attr.path' },
] as const)('the text of %j says what the schema names, and nothing else', async (query) => {
  const page = await read(query);
  expect(resourcePageSchema.parse(page)).toEqual(page);
});

test('names and tags go out as they are', async () => {
  const { resources } = await read({});
  const written = (one: { id: string; name: string; tags: Record<string, string> }) => [one.id, one.name, one.tags];
  const expected = HOSTILE.map((one) => written({ id: one.id, name: one.name, tags: one.tags }));
  expect(resources.map(written).sort()).toEqual(expected.sort());
});

test('times have milliseconds and a Z, whatever PostgreSQL leaves out', async () => {
  const [gone] = (await read({ state: 'deleted' })).resources;
  const { firstSeenAt, observedAt, changedAt, deletedAt } = gone ?? {};
  for (const time of [firstSeenAt, observedAt, changedAt, deletedAt]) {
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(new Date(time ?? '').toISOString()).toBe(time);
  }
  const upper = (await read({ q: 'Upper' })).resources[0];
  expect(upper?.observedAt).toBe(new Date(T0 + 3_600_090).toISOString());
});

test.each(['name', 'type', 'changed', 'created'] as const)('walks hostile names by %s, each once', async (sort) => {
  const whole = (await listResources(f.as(workspaceId), { sort })).resources.map(({ uid }) => uid);
  const walked: string[] = [];
  for (let pageToken: string | undefined; ; ) {
    const page = await read({ sort, pageSize: 1, pageToken });
    walked.push(...page.resources.map(({ uid }) => uid));
    pageToken = page.nextPageToken;
    if (pageToken === undefined) break;
  }
  expect(walked).toEqual(whole);
});

test('a token with a folded name, as they were before, still holds', async () => {
  const { resources } = await read({});
  const upper = resources.findIndex(({ name }) => name === 'Upper');
  const pageToken = encodePageToken(['f', 'name asc', 'upper', resources[upper]?.uid ?? '']);
  const rest = (await read({ pageToken })).resources.map(({ uid }) => uid);
  expect(rest).toEqual(resources.slice(upper + 1).map(({ uid }) => uid));
});
