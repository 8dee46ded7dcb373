import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { exportResources } from './export';
import { resourceFacets } from './facets';
import { listResources } from './list';
import { type InventoryFixture, openInventoryFixture } from './testing/fixture';
import { scan } from './testing/scan';
import { arn, role, user } from './testing/world';

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

let f: InventoryFixture;
let integration: Integration;
let workspaceId: string;
let foreignId: string;

const ROLES = ['Alpha', 'beta', 'Gamma', 'delta', 'epsilon', 'zeta', 'eta'].map((name, n) =>
  role(`AROA${n}`, {
    name,
    arn: arn(`role/${name}`),
    tags: n % 2 === 0 ? { team: 'payments' } : { Team: '100%_sure\\', odd: 'é"\'' },
  }),
);

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  foreignId = await f.workspace();
  integration = await f.integration(workspaceId, { name: 'payments-prod' });
  await scan(f, integration, {
    at: T0,
    things: [...ROLES, role('AROAGONE', { name: 'gone' }), user('ada'), user('bea')],
  });
  await scan(f, integration, { at: T0 + HOUR, things: ROLES });
  const other = await f.integration(workspaceId, { name: 'staging', accountId: '586209417733' });
  await scan(f, other, {
    at: T0,
    things: [role('AROAX', { name: 'alpha', arn: 'arn:aws:iam::586209417733:role/alpha' })],
  });
  const foreign = await f.integration(foreignId);
  await scan(f, foreign, { at: T0, things: [role('AROA0', { name: 'Alpha', tags: { team: 'payments' } })] });
});
afterAll(() => f.close());

type Query = Parameters<typeof listResources>[1];
const list = (query: Query, workspace = workspaceId) => listResources(f.as(workspace), query);
const names = async (query: Query) => (await list(query)).resources.map(({ name }) => name);

describe('resources.list', () => {
  test('sorts names without case, with the total and when each was last seen', async () => {
    const page = await list({});
    expect(page.resources.map(({ name }) => name)).toEqual([
      ...['ada', 'Alpha', 'alpha', 'bea', 'beta', 'delta', 'epsilon', 'eta', 'Gamma', 'zeta'],
    ]);
    expect(page.total).toEqual({ count: 10, exact: true });
    expect(Object.keys(page)).toEqual(['resources', 'total']);
    const beta = page.resources.find(({ name }) => name === 'beta');
    expect(beta).toMatchObject({ state: 'live', version: 1, observedAt: new Date(T0 + HOUR).toISOString() });
    expect(beta?.changedAt).toBe(new Date(T0 + 1000).toISOString());
  });

  test.each([
    ['name', 'asc'],
    ['name', 'desc'],
    ['type', 'asc'],
    ['type', 'desc'],
    ['changed', 'asc'],
    ['changed', 'desc'],
    ['created', 'asc'],
    ['created', 'desc'],
  ] as const)('walks by %s %s to the end and back, each resource once', async (sort, order) => {
    const whole = (await list({ sort, order, pageSize: 200 })).resources.map(({ uid }) => uid);
    const walked: string[][] = [];
    let page = await list({ sort, order, pageSize: 3 });
    walked.push(page.resources.map(({ uid }) => uid));
    while (page.nextPageToken) {
      page = await list({ sort, order, pageSize: 3, pageToken: page.nextPageToken });
      walked.push(page.resources.map(({ uid }) => uid));
    }
    expect(walked.flat()).toEqual(whole);
    const back = [page.resources.map(({ uid }) => uid)];
    while (page.previousPageToken) {
      page = await list({ sort, order, pageSize: 3, pageToken: page.previousPageToken });
      back.unshift(page.resources.map(({ uid }) => uid));
    }
    expect(back.flat()).toEqual(whole);
    expect(page.nextPageToken).toBeDefined();
  });

  test.each<[string, Query, string[]]>([
    ['type', { type: 'AWS::IAM::User' }, ['ada', 'bea']],
    ['several types', { type: ['AWS::IAM::User', 'AWS::IAM::Nothing'] }, ['ada', 'bea']],
    ['account', { account: '586209417733' }, ['alpha']],
    ['region', { region: 'eu-central-1' }, []],
    ['service', { service: 'iam', type: 'AWS::IAM::User' }, ['ada', 'bea']],
    ['tag and its value', { tag: 'team=payments' }, ['Alpha', 'epsilon', 'eta', 'Gamma']],
    ['tag key', { tag: 'odd' }, ['beta', 'delta', 'zeta']],
    ['state', { state: 'deleted' }, ['gone']],
    ['text in a name, whatever its case', { q: 'ALPH' }, ['Alpha', 'alpha']],
    ['text in an ARN', { q: '586209417733:role/al' }, ['alpha']],
    ['text in an id', { q: 'aroax' }, ['alpha']],
    ['text in a tag', { q: '"team=pay"' }, ['Alpha', 'epsilon', 'eta', 'Gamma']],
    ['the beginning of a name, when short', { q: 'be' }, ['bea', 'beta']],
    ['a literal percent sign', { q: '100%' }, ['beta', 'delta', 'zeta']],
    ['a literal underscore', { q: '%_s' }, ['beta', 'delta', 'zeta']],
    ['a backslash', { q: 'sure\\' }, ['beta', 'delta', 'zeta']],
    ['quotes and letters beyond ASCII', { q: 'é"\'' }, ['beta', 'delta', 'zeta']],
    ['no wildcard of its own', { q: 'a%a' }, []],
    ['no SQL of its own', { q: "'; DROP TABLE tenant.resource; --" }, []],
    ['nothing for a NUL', { q: 'be\u0000ta' }, []],
    ['hostile filters as plain values', { type: "x' OR true --", account: '{a,b}', tag: "k' OR '1'='1" }, []],
    ['commas and braces as data', { type: ['{"AWS::IAM::User"}', 'NULL'] }, []],
  ])('filters by %s', async (_name, query, expected) => {
    expect(await names(query)).toEqual(expected);
    expect((await list(query)).total).toEqual({ count: expected.length, exact: true });
  });

  test('filters by integration, also one of another workspace', async () => {
    expect(await names({ integrationId: integration.id, type: 'AWS::IAM::User' })).toEqual(['ada', 'bea']);
    expect(await list({ integrationId: integration.id }, foreignId)).toMatchObject({
      resources: [],
      total: { count: 0 },
    });
  });

  test('adds documents and counts of what points here when asked', async () => {
    const [first] = (await list({ type: 'AWS::IAM::User', include: 'attributes,incoming' })).resources;
    expect(first).toMatchObject({ name: 'ada', attributes: { path: '/' }, volatile: {}, incoming: {} });
    expect((await list({ type: 'AWS::IAM::User' })).resources[0]).not.toHaveProperty('attributes');
  });

  test.each(['nonsense', 'e30', Buffer.from('["f","name asc","x","not-a-uid"]').toString('base64url')])(
    'refuses the page token %s',
    async (pageToken) => {
      await expect(list({ pageToken })).rejects.toMatchObject({ code: 'invalid_request' });
    },
  );

  test('refuses a token of another order', async () => {
    const { nextPageToken } = await list({ pageSize: 2 });
    await expect(list({ pageToken: nextPageToken, order: 'desc' })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(list({ pageToken: nextPageToken, sort: 'changed' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  test("is a member's to read: no role is 404, nobody is 401", async () => {
    await expect(listResources(f.as(workspaceId, null), {})).rejects.toMatchObject({ code: 'not_found' });
    const nobody = f.as(workspaceId, null, { kind: 'anonymous' });
    await expect(listResources(nobody, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test("the functions answer nothing without a workspace, and the page's builder is not for the app", async () => {
    const bare = { filters: '{}' };
    expect(
      await f.db.tenant
        .$queryRaw`SELECT * FROM tenant.inventory_page(${bare.filters}::jsonb, 'name', 'asc', NULL, 10, 10)`,
    ).toEqual([]);
    expect(await f.db.tenant.$queryRaw`SELECT * FROM tenant.inventory_facets(${bare.filters}::jsonb)`).toEqual([]);
    await expect(
      f.read(
        workspaceId,
        (tx) => tx.$queryRaw`SELECT tenant.inventory_search_sql(${foreignId}::uuid, '{}', 'name', 'asc', NULL, 10)`,
      ),
    ).rejects.toThrow(/permission denied/);
    await expect(
      f.db.directory.$queryRaw`SELECT * FROM tenant.inventory_page('{}', 'name', 'asc', NULL, 10, 10)`,
    ).rejects.toThrow(/permission denied/);
  });
});

describe('resources.facets', () => {
  const facets = (query: Parameters<typeof resourceFacets>[1]) => resourceFacets(f.as(workspaceId), query);

  test('counts what there is, with names for types and accounts', async () => {
    expect(await facets({})).toEqual({
      type: [
        { value: 'AWS::IAM::Role', label: 'IAM role', count: 8 },
        { value: 'AWS::IAM::User', label: 'IAM user', count: 2 },
      ],
      account: [
        { value: '339712905844', label: 'payments-prod', count: 9 },
        { value: '586209417733', label: 'staging', count: 1 },
      ],
      region: [{ value: 'global', count: 10 }],
      service: [{ value: 'iam', count: 10 }],
      state: [
        { value: 'live', count: 10 },
        { value: 'deleted', count: 1 },
      ],
      exact: true,
    });
  });

  test.each([{}, { q: 'a' }, { q: '"arn:aws"' }, { tag: 'team' }, { q: '-tag:nothing' }])(
    'each leaves its own filter out, under %j',
    async (base) => {
      const chosen = await facets({ ...base, type: 'AWS::IAM::Role', account: '586209417733' });
      const byAccount = await facets({ ...base, account: '586209417733' });
      const byType = await facets({ ...base, type: 'AWS::IAM::Role' });
      expect(chosen.type).toEqual(byAccount.type);
      expect(chosen.account).toEqual(byType.account);
      const total = (await list({ ...base, type: 'AWS::IAM::Role', account: '586209417733' })).total.count;
      expect(chosen.region.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    },
  );

  test('follows what is deleted and what is no longer watched', async () => {
    expect((await facets({ state: 'deleted' })).type).toMatchObject([{ value: 'AWS::IAM::Role', count: 1 }]);
    const rolled = await f.asOwner<{ n: string }>(
      `SELECT count(*) AS n FROM (
         SELECT workspace_id, state, account_id, region, service, type, coalesce(integration_id, '00000000-0000-0000-0000-000000000000'), count(*)
         FROM tenant.resource GROUP BY 1, 2, 3, 4, 5, 6, 7
         EXCEPT SELECT * FROM tenant.inventory_rollup) x`,
    );
    expect(rolled).toEqual([{ n: '0' }]);
    const totalled = await f.asOwner<{ n: string }>(
      `SELECT count(*) AS n FROM (
         SELECT workspace_id, state, account_id, service, sum(resources) FROM tenant.inventory_rollup
         GROUP BY 1, 2, 3, 4 EXCEPT SELECT * FROM tenant.inventory_total) x`,
    );
    expect(totalled).toEqual([{ n: '0' }]);
  });
});

describe('resources.export', () => {
  const text = async (query: Parameters<typeof exportResources>[1], workspace = workspaceId) => {
    const signal = new AbortController().signal;
    const { fileName, body } = await exportResources({ ...f.as(workspace), signal }, query);
    let all = '';
    for await (const part of body) all += part;
    return { fileName, all };
  };

  test('writes CSV with a header, one line each', async () => {
    const { fileName, all } = await text({ type: 'AWS::IAM::User' });
    expect(fileName).toMatch(/^inventory-\d{4}-\d\d-\d\d\.csv$/);
    const lines = all.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^uid,type,service,accountId,region,name,id,arn,state,/);
    expect(lines.slice(1).map((line) => line.split(',')[5])).toEqual(['ada', 'bea']);
  });

  test('writes JSON that parses, with attributes, the same as the list', async () => {
    const { all } = await text({ format: 'json' });
    const rows = JSON.parse(all) as { uid: string; attributes: object }[];
    expect(rows.map(({ uid }) => uid)).toEqual((await list({ pageSize: 200 })).resources.map(({ uid }) => uid));
    expect(rows[0]?.attributes).toEqual({ path: '/' });
    expect(JSON.parse((await text({ format: 'json', q: 'no such thing' })).all)).toEqual([]);
  });

  test('never lets a cell be a formula', async () => {
    const evil = await f.workspace();
    const own = await f.integration(evil);
    await scan(f, own, { at: T0, things: [role('AROA1', { name: '=cmd|x', arn: arn('role/x') })] });
    expect((await text({}, evil)).all).toContain(",'=cmd|x,");
  });

  test('follows pages of a thousand, in small parts', async () => {
    const many = await f.workspace();
    const own = await f.integration(many);
    const things = Array.from({ length: 2300 }, (_, n) => role(`AROA${n}`, { name: `r${n % 7}` }));
    await scan(f, own, { at: T0, things });
    const signal = new AbortController().signal;
    const { body } = await exportResources({ ...f.as(many), signal }, {});
    const parts: number[] = [];
    const uids = new Set<string>();
    for await (const part of body) {
      const lines = part.trimEnd().split('\r\n');
      parts.push(lines.length);
      for (const line of lines) uids.add(line.split(',')[0] ?? '');
    }
    expect(parts).toEqual([1, 1000, 1000, 300]);
    expect(uids.size).toBe(2301);
  });

  test('refuses before the first byte', async () => {
    const signal = new AbortController().signal;
    await expect(exportResources({ ...f.as(workspaceId, null), signal }, {})).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
