import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { accessKey, role, user } from '../inventory/testing/world';
import { listChanges } from './changes';
import { exportChanges } from './export';
import { summarizeChanges } from './summary';

const T0 = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const moment = (hour: number, ms = HOUR / 2) => new Date(T0 + hour * HOUR + ms).toISOString();

let f: InventoryFixture;
let integration: Integration;
let workspaceId: string;
let scans: string[];

/** Hour 0: five things. 1: ada is tagged, `gone` and the key go. 3: `gone` is there again, ada's tag changes. */
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId, { name: 'payments-prod' });
  const ada = (team?: string) => user('ada', team ? { tags: { team } } : {});
  const keep = role('AROAKEEP', { name: 'keep' });
  const gone = role('AROAGONE', { name: 'gone' });
  const run = (hour: number, things: Parameters<typeof scan>[2]['things']) =>
    scan(f, integration, { at: T0 + hour * HOUR, things, alsoTypes: ['AWS::IAM::AccessKey'] });
  scans = [
    await run(0, [keep, gone, ada(), user('bob'), accessKey('AKIAADA', 'ada', '2025-01-01T00:00:00.000Z')]),
    await run(1, [keep, ada('red'), user('bob')]),
    await run(3, [keep, gone, ada('blue'), user('bob')]),
  ];
}, 120_000);
afterAll(() => f.close());

type Query = Partial<Parameters<typeof listChanges>[1]>;
const list = (query: Query = {}) => listChanges(f.as(workspaceId), { from: moment(-1), to: moment(9), ...query });
const said = async (query: Query = {}) =>
  (await list(query)).changes.map(({ name, kind, sentence }) => `${name} ${kind}: ${sentence}`);
const summary = (query: Query = {}) =>
  summarizeChanges(f.as(workspaceId), { from: moment(-1), to: moment(9), ...query });

describe('changes.list', () => {
  test('says newest first what changed between two moments, and why one knows', async () => {
    expect((await said({ from: moment(0), to: moment(1) })).toSorted()).toEqual([
      'AKIAADA deleted: no longer there',
      'ada changed: tag team added',
      'gone deleted: no longer there',
    ]);
    expect((await said({ from: moment(2) })).toSorted()).toEqual([
      'ada changed: tag team changed',
      'gone recreated: made again',
    ]);
    const { changes } = await list({ from: moment(2) });
    expect(changes[0]).toMatchObject({ causes: [{ kind: 'scan', scanId: scans[2] }], seenAt: moment(3, 1000) });
    expect(changes.find(({ name }) => name === 'ada')).toMatchObject({ paths: ['tags.team'], differences: 1 });
    expect((await list({ from: moment(5) })).changes).toEqual([]);
  });

  test('filters by type, kind, text, region, account and cause', async () => {
    expect(await said({ type: ['AWS::IAM::AccessKey'] })).toHaveLength(2);
    expect(await said({ kind: ['deleted', 'recreated'] })).toHaveLength(3);
    expect(await said({ q: 'ada', type: ['AWS::IAM::User'] })).toHaveLength(3);
    expect(await said({ region: ['eu-central-1'] })).toEqual([]);
    expect(await said({ account: [integration.accountId ?? ''] })).toHaveLength(10);
    expect(await said({ cause: 'event' })).toEqual([]);
    expect(await said({ cause: 'scan', service: ['iam'] })).toHaveLength(10);
  });

  test('pages through each change once', async () => {
    const whole = (await list()).changes.map(({ uid, version }) => `${uid} ${version}`);
    expect(new Set(whole).size).toBe(10);
    const seen: string[] = [];
    for (let token: string | undefined, more = true; more; ) {
      const page = await list({ pageSize: 3, pageToken: token });
      seen.push(...page.changes.map(({ uid, version }) => `${uid} ${version}`));
      token = page.nextPageToken;
      more = token !== undefined;
    }
    expect(seen).toEqual(whole);
  });

  test('an earlier beginning than history is moved to it and said; an empty span is refused', async () => {
    const { from, history } = await list({ from: '2020-01-01T00:00:00.000Z' });
    expect(history.from).toBe(moment(0, 1000));
    expect(from).toBe(moment(0, 999));
    await expect(list({ from: moment(2), to: moment(2) })).rejects.toMatchObject({ code: 'invalid_request' });
    const other = await f.workspace();
    expect((await listChanges(f.as(other), { from: moment(0), to: moment(9) })).changes).toEqual([]);
  });

  test('exports the same, streamed', async () => {
    const context = { ...f.as(workspaceId), signal: new AbortController().signal };
    const read = async (format: 'csv' | 'json') => {
      const { body } = await exportChanges(context, { from: moment(-1), to: moment(9), format });
      let text = '';
      for await (const part of body) text += part;
      return text;
    };
    const rows = JSON.parse(await read('json')) as { sentence: string }[];
    expect(rows).toEqual((await list()).changes);
    const lines = (await read('csv')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^seenAt,seenAfter,kind,uid,name/);
  });
});

describe('changes.summary', () => {
  test('counts by account and type, region and time', async () => {
    const { total, cells, regions, types, accounts, spans, spanSeconds, exact } = await summary();
    expect({ total, exact, spanSeconds }).toEqual({
      total: { created: 5, changed: 2, deleted: 2, recreated: 1 },
      exact: true,
      spanSeconds: 3600,
    });
    expect(
      cells.map(({ type, ...cell }) => [type, cell.created, cell.changed, cell.deleted, cell.recreated]).toSorted(),
    ).toEqual([
      ['AWS::IAM::AccessKey', 1, 0, 1, 0],
      ['AWS::IAM::Role', 2, 0, 1, 1],
      ['AWS::IAM::User', 2, 2, 0, 0],
    ]);
    expect(regions).toMatchObject([{ value: 'global', created: 5 }]);
    expect(accounts).toMatchObject([{ label: 'payments-prod' }]);
    expect(types).toHaveLength(3);
    expect(spans.map(({ at, created }) => [at, created])).toEqual([
      [moment(0, 0), 5],
      [moment(1, 0), 0],
      [moment(3, 0), 0],
    ]);
  });

  test.each([
    ['within an hour', -1, 0],
    ['from amid an hour', 0, 9],
    ['to amid an hour', -1, 1],
    ['whole hours and both ends', 0, 3],
  ])('agrees with the list %s', async (_name, from, to) => {
    const span = { from: moment(from), to: moment(to) };
    const counted = (await summary(span)).total;
    const { changes } = await list({ ...span, pageSize: 200 });
    const of = (kind: string) => changes.filter((one) => one.kind === kind).length;
    expect(counted).toEqual({
      created: of('created'),
      changed: of('changed'),
      deleted: of('deleted'),
      recreated: of('recreated'),
    });
  });

  test('follows the filters, by the rollup and by the rows', async () => {
    expect((await summary({ kind: ['deleted'] })).total).toEqual({ created: 0, changed: 0, deleted: 2, recreated: 0 });
    expect((await summary({ type: ['AWS::IAM::User'] })).total).toMatchObject({ created: 2, changed: 2 });
    expect((await summary({ q: 'ada', cause: 'scan' })).total).toMatchObject({ created: 2, changed: 2, deleted: 1 });
  });
});
