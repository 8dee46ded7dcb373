import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { resourceFacetsAsOf } from './facets-as-of';
import { pruneHistory } from './prune';
import { summarizeChanges } from './summary';

/** An hour in which much changed is counted by its seconds; the answer is what counting the versions one by one gives. */
const HOUR = 3_600_000;
const T0 = Date.UTC(2026, 2, 3, 9);
const ACCOUNTS = ['111122223333', '444455556666'];
const TYPES = ['AWS::EC2::Instance', 'AWS::EC2::Volume', 'AWS::IAM::Role'];
const KINDS = ['created', 'changed', 'deleted'] as const;

type Version = {
  uid: string;
  account: string;
  type: string;
  version: number;
  kind: (typeof KINDS)[number];
  at: number;
};
let f: InventoryFixture;
let workspaceId: string;
const versions: Version[] = [];

/** 5,000 are created in the first hour, 300 of them change in the second; 4,500 go in the fourth. Whole milliseconds, some shared. */
beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  for (let n = 0; n < 5000; n += 1) {
    const own = { uid: uuidv7(), account: ACCOUNTS[n % 2] ?? '', type: TYPES[n % 3] ?? '' };
    const moment = (hour: number) => T0 + hour * HOUR + ((n * 7919) % 3600) * 1000 + (n % 5) * 249;
    versions.push({ ...own, version: 1, kind: 'created', at: moment(0) });
    if (n < 300) versions.push({ ...own, version: 2, kind: 'changed', at: moment(1) });
    else if (n < 4800) versions.push({ ...own, version: 2, kind: 'deleted', at: moment(3) });
  }
  await write(versions);
});
afterAll(() => f.close());

/** The resources as they are at last, and their versions as settling writes them, so that triggers count them. */
async function write(rows: readonly Version[]): Promise<void> {
  const last = [...new Map(rows.map((one) => [one.uid, one])).values()];
  const iso = ({ at, ...one }: Version) => ({ ...one, at: new Date(at).toISOString() });
  await f.asOwner(
    `INSERT INTO tenant.resource (workspace_id, uid, account_id, region, service, type, id, name, tags, attributes, content_hash,
       row_hash, version, first_seen_at, observed_at, changed_at, deleted_at)
     SELECT $1::uuid, uid, account, 'global', lower(split_part(type, '::', 2)), type, uid, 'n', '{}', '{}', '\\x00', '\\x00', version, at, at, at,
       CASE kind WHEN 'deleted' THEN at END
     FROM json_to_recordset($2::json) AS x(uid uuid, account text, type text, version int, kind text, at timestamptz)
     ON CONFLICT (workspace_id, uid) DO UPDATE SET version = excluded.version, changed_at = excluded.changed_at`,
    [workspaceId, JSON.stringify(last.map(iso))],
  );
  for (let from = 0; from < rows.length; from += 500) {
    await f.asOwner(
      `INSERT INTO tenant.resource_version (workspace_id, resource_uid, version, kind, document, seen_at)
       SELECT $1::uuid, uid, version, kind, '{}', at FROM json_to_recordset($2::json) AS x(uid uuid, version int, kind text, at timestamptz)`,
      [workspaceId, JSON.stringify(rows.slice(from, from + 500).map(iso))],
    );
  }
}

const secondsOf = async (hour: number) => {
  const [row] = await f.asOwner<{ versions: number }>(
    `SELECT coalesce(sum(versions), 0)::int AS versions FROM tenant.change_second
     WHERE workspace_id = $1::uuid AND second >= $2 AND second < $2::timestamptz + interval '1 hour'`,
    [workspaceId, new Date(T0 + hour * HOUR)],
  );
  return row?.versions;
};
const readsSeconds = async (from: number, to: number) => {
  const [row] = await f.asOwner<{ sql: string }>('SELECT tenant.change_part_sql($1::uuid, $2, $3) AS sql', [
    workspaceId,
    new Date(from),
    new Date(to),
  ]);
  return row?.sql.includes('change_second');
};

const within = ({ at }: Version, from: number, to: number) => at > from && at <= to;
async function countsAgree(from: number, to: number, type: string | undefined): Promise<void> {
  const { total, cells, spans } = await summarizeChanges(f.as(workspaceId), {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(type ? { type: [type] } : {}),
  });
  const seen = versions.filter((one) => within(one, from, to) && (type === undefined || one.type === type));
  const of = (rows: readonly Version[]) =>
    Object.fromEntries(KINDS.map((kind) => [kind, rows.filter((one) => one.kind === kind).length]));
  expect(total).toEqual({ ...of(seen), recreated: 0 });
  for (const { accountId, type: own, ...counts } of cells) {
    expect(counts).toMatchObject(of(seen.filter((one) => one.account === accountId && one.type === own)));
  }
  expect(spans.reduce((sum, one) => sum + one.created + one.changed + one.deleted, 0)).toBe(seen.length);
}

/** Moments of any millisecond, and those next to the borders of seconds and hours. */
const moment = fc
  .tuple(fc.integer({ min: 0, max: 4 * 3600 }), fc.constantFrom(0, 1, -1, 248, 250, 500, 998, 999))
  .map(([second, ms]) => T0 + second * 1000 + ms);

async function spansAgree(runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(moment, moment, fc.option(fc.constantFrom(...TYPES), { nil: undefined }), async (a, b, type) => {
      await countsAgree(Math.min(a, b), Math.max(a, b) + 1, type);
    }),
    { numRuns: runs, seed: 20_261_121 },
  );
}

test('spans that begin and end anywhere count each version once', async () => {
  expect(await secondsOf(0)).toBe(5000);
  expect(await readsSeconds(T0 + 1000, T0 + HOUR / 2)).toBe(true);
  expect(await readsSeconds(T0 + HOUR + 1000, T0 + HOUR * 1.5)).toBe(false);
  expect(await readsSeconds(T0 + 1000, T0 + 1700)).toBe(false);
  await spansAgree(60);
});

test('facets of a moment amid a dense hour count what was there', async () => {
  for (const at of [T0 + 777_777, T0 + 2_000_000, T0 + 3 * HOUR + 1_234_567, T0 + 4 * HOUR - 1]) {
    const there = versions.filter((one) => one.kind !== 'changed' && one.at <= at);
    const { type } = await resourceFacetsAsOf(f.as(workspaceId), { at: new Date(at).toISOString() });
    const counts = Object.fromEntries(type.map(({ value, count }) => [value, count]));
    for (const own of TYPES) {
      const sum = there.reduce((n, one) => n + (one.type !== own ? 0 : one.kind === 'created' ? 1 : -1), 0);
      expect(counts[own] ?? 0).toBe(sum);
    }
  }
});

test('a day later the seconds of sparse hours are gone, and what comes late to them is counted', async () => {
  const later = () => new Date(T0 + 2 * 24 * HOUR);
  expect(await secondsOf(1)).toBe(300);
  await pruneHistory(f.db, workspaceId, { now: () => new Date(T0 + 24 * HOUR + HOUR / 2) });
  expect(await secondsOf(1)).toBe(300);
  await pruneHistory(f.db, workspaceId, { now: later });
  expect([await secondsOf(0), await secondsOf(1), await secondsOf(3)]).toEqual([5000, 0, 4500]);
  const late: Version[] = versions
    .filter(({ kind }) => kind === 'created')
    .slice(0, 10)
    .map((one) => ({ ...one, version: 9, kind: 'changed', at: T0 + HOUR + 1500 }));
  const dense: Version[] = Array.from({ length: 4100 }, (_, n) => ({
    uid: uuidv7(),
    account: ACCOUNTS[0] ?? '',
    type: TYPES[0] ?? '',
    version: 1,
    kind: 'created',
    at: T0 + HOUR + 2500 + (n % 900) * 1000,
  }));
  versions.push(...late, ...dense);
  await write([...late, ...dense]);
  // More than a sparse hour holds, but 300 of them have no second: the versions are counted.
  expect(await secondsOf(1)).toBe(4110);
  expect(await readsSeconds(T0 + HOUR + 1000, T0 + HOUR * 1.5)).toBe(false);
  await spansAgree(20);
});

test('seconds go with the history that they count', async () => {
  await f.read(
    workspaceId,
    (tx) => tx.$executeRaw`UPDATE tenant.history_retention SET days = 30 WHERE workspace_id = ${workspaceId}::uuid`,
  );
  await pruneHistory(f.db, workspaceId, { now: () => new Date(T0 + 30 * 24 * HOUR + 2 * HOUR) });
  expect([await secondsOf(0), await secondsOf(3)]).toEqual([0, 4500]);
  const other = await f.workspace();
  const read = (id: string) =>
    f.read(id, (tx) => tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM tenant.change_second`);
  expect((await read(workspaceId))[0]?.n).toBeGreaterThan(0);
  expect((await read(other))[0]?.n).toBe(0);
});
