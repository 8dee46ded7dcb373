import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportResources } from './export';
import { resourceFacets } from './facets';
import { filtersJson } from './filters';
import { listResources } from './list';
import { type InventoryFixture, openInventoryFixture, resource } from './testing/fixture';
import { scan } from './testing/scan';

const DAY = 86_400_000;
let f: InventoryFixture;
let workspaceId: string;

/**
 * Created 400, 100 and 10 days ago; AWS tells nothing of `delta`, which was first seen by a scan 84 hours ago. Ages are told by
 * the database's clock, so each bound asked for below is hours from what it is compared with: one second was not enough.
 */
const at = Date.now() - 2 * DAY;
const first = at - 1.5 * DAY;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const THINGS = [
  resource('i-1', {
    type: 'AWS::IAM::User',
    name: 'alpha',
    arn: 'arn:aws:ec2:eu-west-1:339712905844:instance/i-1',
    createdAt: ago(400),
    tags: { team: 'payments', stage: 'prod', 'Cost Center': '42' },
    attributes: {
      addresses: ['10.0.0.5', 'EC2-1.example.test'],
      encrypted: true,
      groups: [{ id: 'sg-1' }, { id: 'sg-2' }],
      note: '=1+1',
    },
  }),
  resource('i-2', {
    type: 'AWS::IAM::User',
    name: 'beta',
    arn: null,
    createdAt: ago(100),
    tags: { team: 'payroll', stage: 'prod' },
    attributes: { addresses: ['10.0.0.55'] },
  }),
  resource('AROA1', { name: 'gamma_1', createdAt: ago(10), tags: { team: 'search', stage: 'dev' } }),
  resource('AROA2', { name: 'delta', createdAt: null, tags: {}, attributes: { addresses: 'nonsense' } }),
];

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  const own = await f.integration(workspaceId, { name: 'payments-prod' });
  await scan(f, own, {
    at: first,
    things: [...THINGS, resource('AROA3', { name: 'epsilon', createdAt: ago(500) })],
  });
  await scan(f, own, { at, things: THINGS });
});
afterAll(() => f.close());

const list = (query: Parameters<typeof listResources>[1]) => listResources(f.as(workspaceId), query);
const names = async (query: Parameters<typeof listResources>[1]) =>
  (await list(query)).resources.map(({ name }) => name).sort();

describe('q', () => {
  test.each<[string, string[]]>([
    ['', ['alpha', 'beta', 'delta', 'gamma_1']],
    ['type:user', ['alpha', 'beta']],
    ['type:iam', ['alpha', 'beta', 'delta', 'gamma_1']],
    ['-type:AWS::IAM::Us*', ['delta', 'gamma_1']],
    ['type:user,role', ['alpha', 'beta', 'delta', 'gamma_1']],
    ['account:payments-prod', ['alpha', 'beta', 'delta', 'gamma_1']],
    ['account:3397*', ['alpha', 'beta', 'delta', 'gamma_1']],
    ['-account:339712905844', []],
    ['service:ec2', []],
    ['service:iam -name:alpha', ['beta', 'delta', 'gamma_1']],
    ['region!=global', []],
    ['name:ALPHA', ['alpha']],
    ['name:alph', []],
    ['name:alph*,be*', ['alpha', 'beta']],
    ['name:gamma_*', ['gamma_1']],
    ['name:gamma%*', []],
    ['-name:alpha,beta', ['delta', 'gamma_1']],
    ['id:I-1', ['alpha']],
    ['id:i-*', ['alpha', 'beta']],
    ['arn:arn:aws:ec2:*', ['alpha']],
    ['-arn:arn:aws:ec2:*', ['beta', 'delta', 'gamma_1']],
    ['address:10.0.0.5', ['alpha']],
    ['address:10.0.0.5*', ['alpha', 'beta']],
    ['address:ec2-1.example.test', ['alpha']],
    ['address:nonsense', []],
    ['10.0.0.55', ['beta']],
    ['tag.team=payments', ['alpha']],
    ['tag.team=payments,search', ['alpha', 'gamma_1']],
    ['tag.team=pay*', ['alpha', 'beta']],
    ['tag.team=PAY* tag.stage=prod', ['alpha', 'beta']],
    ['tag.team=payments tag.stage=dev', []],
    ['tag.stage=prod -tag.team=payments', ['beta']],
    ['-tag.team=payments', ['beta', 'delta', 'gamma_1']],
    ['tag:team', ['alpha', 'beta', 'gamma_1']],
    ['-tag:team', ['delta']],
    ['tag:nothing,"Cost Center"', ['alpha']],
    ['tag."Cost Center"=42', ['alpha']],
    ['tag.team=payments tag.team=payroll', []],
    ['payments alpha', ['alpha']],
    ['alpha -payments', []],
    ['"team=pay"', ['alpha', 'beta']],
    ['bet*', ['beta']],
    ['eta*', []],
    ['age>90d', ['alpha', 'beta']],
    ['age>90d age<=1y', ['beta']],
    ['-age>90d', ['delta', 'gamma_1']],
    ['age<3d', []],
    ['age<4d', ['delta']],
    ['age>2d name:delta', ['delta']],
    ['changed<1d', []],
    ['changed<1w', ['alpha', 'beta', 'delta', 'gamma_1']],
    ['seen<60h', ['alpha', 'beta', 'delta', 'gamma_1']],
    ['seen>60h', []],
    ['seen>60h state:deleted', ['epsilon']],
    ['state:deleted', ['epsilon']],
    ['state:any', ['alpha', 'beta', 'delta', 'epsilon', 'gamma_1']],
    ['-state:live', ['epsilon']],
    ['state:live state:deleted', []],
    ['integration:0193a000-0000-7000-8000-000000000009', []],
  ])('%s', async (q, expected) => {
    expect(await names({ q })).toEqual(expected);
    expect((await list({ q })).total).toEqual({ count: expected.length, exact: true });
  });

  test('narrows what the filters let through', async () => {
    expect(await names({ q: 'type:role', type: 'AWS::IAM::User' })).toEqual([]);
    expect(await names({ q: 'tag.team=pay*', tag: 'stage=prod' })).toEqual(['alpha', 'beta']);
    expect(await names({ tag: ['team=payments', 'team=payroll', 'stage=prod'] })).toEqual(['alpha', 'beta']);
    expect(await names({ tag: ['team=payments', 'stage=dev'] })).toEqual([]);
  });

  test('several types, states and pages merge in one order', async () => {
    const walked: string[] = [];
    let pageToken: string | undefined;
    do {
      const page = await list({ q: 'type:user,role state:any', pageSize: 2, pageToken });
      walked.push(...page.resources.map(({ name }) => name));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(walked).toEqual(['alpha', 'beta', 'delta', 'epsilon', 'gamma_1']);
  });

  test.each([
    ['x type:', 'A value is missing', 7],
    ['type:rolle', 'No resource type is called rolle', 0],
    ['account:nobody', 'No account is called nobody', 0],
    ['acount:1', 'There is no field acount', 0],
  ])('refuses %s with its place', async (q, message, from) => {
    await expect(list({ q })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(message),
      details: [{ path: 'q', from }],
    });
  });

  test('at a past moment one state at a time', () => {
    expect(() => filtersJson({ q: 'state:any', state: 'live' })).toThrow(/one state/);
  });
});

describe('tag facets', () => {
  const facets = (query: Parameters<typeof resourceFacets>[1]) => resourceFacets(f.as(workspaceId), query);
  test('count keys, and the values of one with its own filter left out', async () => {
    const found = await facets({ include: 'tags', tagKey: 'team', q: 'tag.team=payments' });
    expect(found.tagKeys).toEqual([
      { value: 'Cost Center', count: 1 },
      { value: 'stage', count: 1 },
      { value: 'team', count: 1 },
    ]);
    expect(found.tagValues?.map(({ value }) => value).sort()).toEqual(['payments', 'payroll', 'search']);
    expect(found.tagsExact).toBe(true);
    const begun = await facets({ tagKey: 'team', tagPrefix: 'payr', type: 'AWS::IAM::User' });
    expect(begun.tagValues).toEqual([{ value: 'payroll', count: 1 }]);
    expect(await facets({})).not.toHaveProperty('tagKeys');
  });
  test('state follows the other filters', async () => {
    expect((await facets({ q: 'type:role' })).state).toEqual([
      { value: 'live', count: 2 },
      { value: 'deleted', count: 1 },
    ]);
    expect((await facets({ q: 'epsilon' })).state).toEqual([{ value: 'deleted', count: 1 }]);
  });
});

describe('columns', () => {
  const columns = 'name,tag.team,attr.encrypted,attr.groups.id,attr.note,attr.__proto__.x,tag.constructor';
  test('of a list come beside the summary', async () => {
    const [alpha] = (await list({ q: 'name:alpha', columns })).resources;
    expect(alpha?.columns).toEqual({
      'tag.team': 'payments',
      'attr.encrypted': true,
      'attr.groups.id': ['sg-1', 'sg-2'],
      'attr.note': '=1+1',
      'attr.__proto__.x': null,
      'tag.constructor': null,
    });
    expect(alpha?.createdAt).toBe(THINGS[0]?.createdAt?.replace(/Z?$/, 'Z').replace('ZZ', 'Z'));
  });
  const text = async (query: Parameters<typeof exportResources>[1]) => {
    const { body, fileName } = await exportResources(
      { ...f.as(workspaceId), signal: new AbortController().signal },
      query,
    );
    let all = '';
    for await (const part of body) all += part;
    return { all, fileName };
  };
  test('are exactly what an export writes, and never a formula', async () => {
    expect((await text({ q: 'name:alpha', columns })).all).toBe(
      `${columns}\r\nalpha,payments,true,sg-1; sg-2,'=1+1,,\r\n`,
    );
    const lines = await text({ format: 'jsonl', columns: 'name,tag.team', q: 'type:user state:any' });
    expect(lines.fileName).toMatch(/\.jsonl$/);
    expect(lines.all).toBe('{"name":"alpha","tag.team":"payments"}\n{"name":"beta","tag.team":"payroll"}\n');
    expect((await text({ format: 'jsonl', q: 'name:beta' })).all).toMatch(
      /"attributes":\{"addresses":\["10.0.0.55"\]\}\}\n$/,
    );
  });
  test('that do not exist are refused', async () => {
    await expect(list({ columns: 'nme' })).rejects.toMatchObject({ code: 'invalid_request' });
  });
  test('an export ends when its reader hangs up', async () => {
    const hangUp = new AbortController();
    const { body } = await exportResources({ ...f.as(workspaceId), signal: hangUp.signal }, {});
    const parts: string[] = [];
    for await (const part of body) {
      parts.push(part);
      hangUp.abort();
    }
    expect(parts).toHaveLength(1);
  });
});
