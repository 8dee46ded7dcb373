import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NormalizedResource } from '@/lib/collectors/types';
import type { Integration } from '@/lib/db/generated/prisma/client';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { scan } from '../inventory/testing/scan';
import { arn, role, user } from '../inventory/testing/world';
import { resourceFacetsAsOf } from './facets-as-of';
import { listResourcesAsOf } from './list-as-of';
import { pruneHistory } from './prune';
import { summarizeChanges } from './summary';

/** Lists of the past against a naive replay: every event of every thing, in order, as the generator made them. */
const DAY = 24 * 3_600_000;
const T0 = Date.UTC(2026, 0, 1, 7, 30);
const SCANS = 14;
/** Scans are not evenly apart, so that spans are of many lengths. */
const scanTime = (n: number) => T0 + Math.round(n ** 1.7 * DAY) + n * 1_234_567;
const UNWATCHED_AT = scanTime(SCANS) + DAY;
type State = { name: string; tags: Record<string, string>; path: string; addresses: string[] };
type Event = { at: number; deleted: boolean; thing: NormalizedResource };
type Then = { thing: NormalizedResource; state: string; version: number; changedAt: number; firstSeenAt: number };

/** Numbers that look random and are the same in every run of one seed (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let a = seed;
  return (below) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

const NAMES = ['alpha', 'Alpine', 'beta', 'delta', 'omega', 'zulu'];
const TEAMS = ['red', 'blue', 'alpha'];
function thingOf(n: number, { name, tags, path, addresses }: State): NormalizedResource {
  const changes = { name, arn: arn(`x/${n}/${name}`), tags, attributes: { path, addresses } };
  return n % 4 === 0 ? user(`u${n}`, changes) : role(`AROA${n}`, changes);
}

/** Scans of things that come, go, come back, are renamed, tagged, moved to other addresses, or changed otherwise. */
function generate(seed: number): { at: number; things: NormalizedResource[] }[] {
  const random = randomOf(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
  const states = Array.from({ length: 36 }, (_, n): State & { there: boolean } => ({
    name: `${pick(NAMES)}-${n}`,
    tags: { team: pick(TEAMS) },
    path: '/',
    addresses: [`10.0.0.${n}`],
    there: n % 3 !== 0,
  }));
  return Array.from({ length: SCANS }, (_, scanned) => {
    for (const [n, state] of states.entries()) {
      if (scanned === 0 || n % 5 === 1) continue;
      const what = random(9);
      if (what === 0) state.there = !state.there;
      if (what === 1) state.name = `${pick(NAMES)}-${n}`;
      if (what === 2) state.tags = random(3) === 0 ? {} : { team: pick(TEAMS), stage: 'prod' };
      if (what === 3) state.path = `/${scanned}/`;
      if (what === 4) state.addresses = [`10.${random(3)}.0.${n}`];
    }
    const things = states.flatMap((state, n) => (state.there ? [thingOf(n, { ...state })] : []));
    return { at: scanTime(scanned), things };
  });
}

let f: InventoryFixture;
let integration: Integration;
let workspaceId: string;
const events = new Map<string, Event[]>();

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  integration = await f.integration(workspaceId, { name: 'payments-prod' });
  for (const { at, things } of generate(20_261_121)) {
    await scan(f, integration, { at, things, alsoTypes: ['AWS::IAM::Role', 'AWS::IAM::User'] });
    note(at, things);
  }
  await f.read(workspaceId, (tx) =>
    tx.resource.updateMany({
      where: { workspaceId, type: 'AWS::IAM::User', deletedAt: null },
      data: { unwatchedAt: new Date(UNWATCHED_AT), integrationId: null },
    }),
  );
}, 240_000);
afterAll(() => f.close());

function note(at: number, things: readonly NormalizedResource[]): void {
  for (const own of events.values()) {
    const last = own.at(-1);
    if (last && !last.deleted && !things.some(({ id }) => id === last.thing.id)) {
      own.push({ at, deleted: true, thing: last.thing });
    }
  }
  for (const thing of things) {
    const own = events.get(thing.id) ?? [];
    events.set(thing.id, own);
    const last = own.at(-1);
    if (!last || last.deleted || JSON.stringify(last.thing) !== JSON.stringify(thing)) {
      own.push({ at: at + 1000, deleted: false, thing });
    }
  }
}

function replay(at: number): Then[] {
  return [...events.values()].flatMap((own) => {
    const known = own.filter((one) => one.at <= at);
    const last = known.at(-1);
    if (!last || !own[0]) return [];
    const unwatched = !own.at(-1)?.deleted && last.thing.type === 'AWS::IAM::User' && UNWATCHED_AT <= at;
    const state = last.deleted ? 'deleted' : unwatched ? 'unwatched' : 'live';
    return [{ thing: last.thing, state, version: known.length, changedAt: last.at, firstSeenAt: own[0].at }];
  });
}

const linesOf = ({ thing: { name, arn: own, id, tags, attributes } }: Then) =>
  [
    name,
    own ?? '',
    id,
    ...Object.entries(tags).map(([key, value]) => `${key}=${value}`),
    ...(attributes.addresses as string[]),
  ].map((line) => line.toLowerCase());
const says = (words: string) => (then: Then) => linesOf(then).some((line) => line.includes(words));

type Query = Omit<Parameters<typeof listResourcesAsOf>[1], 'at' | 'sort' | 'order' | 'pageSize'>;
const FILTERS: [Query, (then: Then, at: number) => boolean][] = [
  [{}, () => true],
  [{ type: ['AWS::IAM::Role'] }, ({ thing }) => thing.type === 'AWS::IAM::Role'],
  [{ q: 'alp' }, says('alp')],
  [{ q: 'zulu' }, says('zulu')],
  [{ q: '10.1.' }, says('10.1.')],
  [{ q: 'alp "team=red"' }, (then) => says('alp')(then) && says('team=red')(then)],
  [{ tag: ['team=blue'] }, ({ thing }) => thing.tags.team === 'blue'],
  [
    { tag: ['stage'], type: ['AWS::IAM::User'] },
    ({ thing }) => 'stage' in thing.tags && thing.type === 'AWS::IAM::User',
  ],
  [{ q: '-tag.team=red' }, ({ thing }) => thing.tags.team !== 'red'],
  [{ q: 'changed<9d' }, (then, at) => then.changedAt > at - 9 * DAY],
  [{ q: 'changed>9d alp' }, (then, at) => then.changedAt < at - 9 * DAY && says('alp')(then)],
];
const MOMENTS = Array.from({ length: SCANS }, (_, n) => [scanTime(n) + 1000, scanTime(n) + 500, scanTime(n) + DAY / 3])
  .flat()
  .filter((at) => at >= scanTime(0) + 1000)
  .concat(UNWATCHED_AT - 1, UNWATCHED_AT, UNWATCHED_AT + DAY);

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const keyOf = {
  name: ({ thing }: Then) => [thing.name.toLowerCase()],
  type: ({ thing }: Then) => [thing.type, thing.name.toLowerCase()],
  changed: ({ changedAt }: Then) => [new Date(changedAt).toISOString()],
};
const ORDERS = [
  ['name', 'asc'],
  ['name', 'desc'],
  ['type', 'asc'],
  ['changed', 'desc'],
  ['changed', 'asc'],
] as const;

/** All pages; of what a list answers only what the replay knows. */
async function pages(at: number, query: object, total: number) {
  const rows: { id: string; key: string; row: object }[] = [];
  let pageToken: string | undefined;
  do {
    const page = await listResourcesAsOf(f.as(workspaceId), {
      ...query,
      at: new Date(at).toISOString(),
      pageSize: 11,
      pageToken,
    });
    expect(page.total).toEqual({ count: total, exact: true });
    for (const { id, name, arn: own, tags, version, state, changedAt, firstSeenAt, deletedAt } of page.resources) {
      rows.push({ id, key: '', row: { id, name, arn: own, tags, version, state, changedAt, firstSeenAt, deletedAt } });
    }
    pageToken = page.nextPageToken;
  } while (pageToken);
  return rows;
}

/** Every third of the filters, another third at the next moment: each meets every kind of moment in time. */
async function agree(at: number, turn: number): Promise<void> {
  const then = replay(at);
  for (const [n, [filter, matches]] of FILTERS.entries()) {
    if (n % 3 !== turn % 3) continue;
    for (const state of ['live', 'deleted', 'unwatched'] as const) {
      const [sort, order] = ORDERS[(n + Math.round(at / 1000)) % ORDERS.length] ?? ORDERS[0];
      const expected = then.filter((one) => one.state === state && matches(one, at));
      const rows = await pages(at, { ...filter, state, sort, order }, expected.length);
      const wanted = new Map(
        expected.map((one) => [
          one.thing.id,
          {
            id: one.thing.id,
            name: one.thing.name,
            arn: one.thing.arn,
            tags: one.thing.tags,
            version: one.version,
            state,
            changedAt: new Date(one.changedAt).toISOString(),
            firstSeenAt: new Date(one.firstSeenAt).toISOString(),
            deletedAt: state === 'deleted' ? new Date(one.changedAt).toISOString() : null,
          },
        ]),
      );
      const told = { at: new Date(at).toISOString(), filter, state, sort, order };
      expect({ told, rows: rows.map(({ row }) => row) }).toEqual({ told, rows: rows.map(({ id }) => wanted.get(id)) });
      expect({ told, ids: rows.map(({ id }) => id).toSorted() }).toEqual({ told, ids: [...wanted.keys()].toSorted() });
      const keys = rows.map(({ id }) =>
        keyOf[sort](expected.find(({ thing }) => thing.id === id) as Then).join('\u0000'),
      );
      const sorted = keys.toSorted((a, b) => (order === 'asc' ? compare(a, b) : compare(b, a)));
      expect({ told, keys }).toEqual({ told, keys: sorted });
    }
  }
  const live = then.filter(({ state }) => state === 'live');
  const { type } = await resourceFacetsAsOf(f.as(workspaceId), { at: new Date(at).toISOString() });
  const counts = new Map<string, number>();
  for (const { thing } of live) counts.set(thing.type, (counts.get(thing.type) ?? 0) + 1);
  expect(new Map(type.map(({ value, count }) => [value, count]))).toEqual(counts);
}

/** Of all events, those the summary must count. */
function counted(from: number, to: number) {
  const total = { created: 0, changed: 0, deleted: 0, recreated: 0 };
  for (const own of events.values()) {
    for (const [n, one] of own.entries()) {
      if (one.at <= from || one.at > to) continue;
      if (n === 0) total.created += 1;
      else if (one.deleted) total.deleted += 1;
      else if (own[n - 1]?.deleted) total.recreated += 1;
      else total.changed += 1;
    }
  }
  return total;
}

async function countsAgree(begins: number): Promise<void> {
  for (const [from, to] of [
    [0, SCANS],
    [1, 9],
    [3, 6],
    [7, 12],
    [9, 10],
  ] as const) {
    const span = [Math.max(begins, scanTime(from) + 1234), scanTime(to) + 999_999] as const;
    if (span[0] >= span[1]) continue;
    const { total, spans, regions, cells } = await summarizeChanges(f.as(workspaceId), {
      from: new Date(span[0]).toISOString(),
      to: new Date(span[1]).toISOString(),
    });
    expect(total).toEqual(counted(...span));
    for (const parts of [spans, regions, cells]) {
      const sum = parts.reduce((all, one) => all + one.created + one.changed + one.deleted + one.recreated, 0);
      expect(sum).toBe(total.created + total.changed + total.deleted + total.recreated);
    }
  }
}

describe('the past agrees with a replay of what happened', () => {
  test('at every scan, between scans, and when something is no longer watched', async () => {
    for (const [turn, at] of MOMENTS.entries()) await agree(at, turn);
    await countsAgree(0);
  }, 240_000);

  test('also after old history has been removed', async () => {
    const cutOff = scanTime(8) + DAY / 5;
    await f.read(
      workspaceId,
      (tx) => tx.$executeRaw`
      INSERT INTO tenant.history_retention (workspace_id, days) VALUES (${workspaceId}::uuid, 30)`,
    );
    const pruned = await pruneHistory(f.db, workspaceId, { now: () => new Date(cutOff + 30 * DAY), batch: 7 });
    expect(pruned.versions).toBeGreaterThan(0);
    const [over] = await f.asOwner<{ spans: number; names: number }>(
      `SELECT (SELECT count(*)::int FROM tenant.version_span WHERE ended <= $1) AS spans,
        (SELECT count(*)::int FROM tenant.past_identity WHERE ended <= $1) AS names`,
      [new Date(cutOff)],
    );
    expect(over).toEqual({ spans: 0, names: 0 });
    // What was deleted before it has gone whole; what has happened since is counted by what is left.
    for (const [id, own] of events) {
      const last = own.at(-1);
      if (last?.deleted && last.at < cutOff) events.delete(id);
    }
    const left = [cutOff, ...MOMENTS.filter((moment) => moment > cutOff)];
    for (const [turn, at] of left.entries()) await agree(at, turn);
    await countsAgree(cutOff);
  }, 240_000);

  test('nothing is left of the past when a workspace goes', async () => {
    await f.asOwner('DELETE FROM tenant.resource WHERE workspace_id = $1::uuid', [workspaceId]);
    const [left] = await f.asOwner<{ spans: number; names: number }>(
      `SELECT (SELECT count(*)::int FROM tenant.version_span) AS spans, (SELECT count(*)::int FROM tenant.past_identity) AS names`,
    );
    expect(left).toEqual({ spans: 0, names: 0 });
  });
});
