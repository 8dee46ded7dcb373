import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertEvents, writeOutcomes, writeTouches } from '@/lib/db/bulk/events';
import { ChangeFeed, notifyChange } from '@/lib/db/changes';
import { EVENT_OUTCOMES, type EventFilter } from '@/lib/schemas/event';
import { eventRow } from '../events/event-row';
import { ensureEventDays } from '../events/retention';
import { record } from '../events/testing/source';
import { type InventoryFixture, openInventoryFixture } from '../inventory/testing/fixture';
import { matches } from './matches';
import { conditionsOf, type FoundEvent, findEvents } from './rows';
import { searchEvents } from './search';
import { streamEvents } from './stream';

/** The stream's filters in memory and the log's in SQL: for any filters both find the same events. */
const NOW = Math.floor(Date.now() / 1000) * 1000;
const MINUTE = 60_000;
const ACCOUNTS = ['111122223333', '444455556666'];
const SOURCES = [uuidv7(), uuidv7()];
const UIDS = Array.from({ length: 5 }, () => uuidv7());
const NAMES = ['UpdateRole', 'UpdateRoleDescription', 'updaterole', 'RunInstances', 'Rün%_\\x', '𝓡ead'];
const SERVICES = ['iam', 'ec2'];
/** What case, patterns, escapes, missing parts and parts of other fields may be confused by. */
const USERS = [
  'Ada',
  'ADA',
  'ada%',
  'a_a',
  'back\\slash',
  'İstanbul',
  'ΣΑΣ',
  'Straße',
  'ﬁ',
  '𐐀x',
  'new\nline',
  'nul\0l',
  'K',
];
const KEYS = ['ASIAA', 'ASIAa', 'AKIA%'];

let f: InventoryFixture;
let workspaceId: string;
let all: FoundEvent[];

beforeAll(async () => {
  f = await openInventoryFixture();
  workspaceId = await f.workspace();
  // As many seconds across midnight, UTC, as before now.
  const midnight = Math.floor(NOW / 86_400_000) * 86_400_000;
  const [rows, touches] = [[], []] as [ReturnType<typeof eventRow>[][], Parameters<typeof writeTouches>[2][number][]];
  for (const [s] of SOURCES.entries()) {
    rows.push(
      Array.from({ length: 150 }, (_, n) => {
        const at = n % 3 === 0 ? midnight + (n - 75) * 20_000 : NOW - n * MINUTE;
        const changes = {
          account: ACCOUNTS[n % 2],
          eventSource: `${SERVICES[n % 2]}.amazonaws.com`,
          userIdentity: identity(n + s),
        };
        // Names that no record has, so that each is compared as text.
        const name = NAMES[(n + s) % NAMES.length] ?? '';
        return { ...eventRow(record(Math.min(at, NOW), 'UpdateRole', changes), NOW), name };
      }),
    );
  }
  await ensureEventDays(
    f.db,
    rows.flat().map(({ day }) => day),
  );
  for (const [n, { day, accountId, eventId }] of rows.flat().entries()) {
    for (const position of Array.from({ length: n % 3 }, (_, one) => one)) {
      const resourceUid = n % 7 === 0 ? null : (UIDS[(n + position) % UIDS.length] ?? null);
      const what = { type: 'AWS::IAM::Role', region: 'global', ref: { name: 'x' }, effect: 'upsert' as const };
      touches.push({ ...what, day, accountId, eventId, position, result: 'changed', resourceUid, version: null });
    }
  }
  await f.read(workspaceId, async (tx) => {
    for (const [s, own] of rows.entries()) await insertEvents(tx, { workspaceId, sourceId: SOURCES[s] ?? '' }, own);
    await writeTouches(tx, workspaceId, touches);
    const ended = rows.flat().map(({ day, accountId, eventId }, n) => {
      return { day, accountId, eventId, outcome: EVENT_OUTCOMES[n % EVENT_OUTCOMES.length] ?? 'pending', reason: null };
    });
    await writeOutcomes(tx, workspaceId, ended);
  });
  all = await find({});
  expect(all).toHaveLength(300);
});
afterAll(() => f.close());

function identity(n: number): object {
  const user = USERS[n % USERS.length];
  const accessKeyId = n % 4 === 3 ? undefined : KEYS[n % 4];
  if (n % 5 === 0) return { type: 'IAMUser', userName: user, accessKeyId };
  if (n % 5 === 1) return { type: 'AWSService', invokedBy: `${user}.amazonaws.com` };
  if (n % 5 === 2) return { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accessKeyId };
  const arn = `arn:aws:sts::111122223333:assumed-role/Deploy/${user}`;
  const sessionIssuer = { type: 'Role', arn: 'arn:aws:iam::111122223333:role/path/Deploy', userName: 'Deploy' };
  return { type: 'AssumedRole', principalId: `AROA:${user}`, arn, accessKeyId, sessionContext: { sessionIssuer } };
}

const find = (filter: EventFilter) =>
  f.read(workspaceId, (tx) =>
    findEvents(tx, workspaceId, { filters: conditionsOf(filter), byTime: true, after: null, size: 1000 }),
  );

const cased = (text: string) => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase());
const partOf = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(text.length))
    .map(([a, b]) => text.slice(Math.min(a, b), Math.max(a, b) + 1))
    .chain(cased);
const odd = fc.constantFrom('%', '_', '\\', '\\%', "'", '%L', '\0', '\ud835', ' ', '\n', '');
const oneOf = (values: readonly string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, fc.constantFrom(...values).chain(cased), odd);
const principals = () => fc.constantFrom(...all.map(({ principalText }) => principalText)).chain(partOf);
const written = fc.constantFrom<(iso: string) => string>(
  (iso) => iso,
  (iso) => iso.replace('.000Z', 'Z'),
  (iso) => iso.replace(/:\d\d\.\d{3}Z/, 'Z'),
  (iso) => iso.replace('Z', '0004Z'),
  (iso) => iso.replace('Z', '000Z'),
  () => '0000-01-01T00:00:00Z',
  () => '9999-12-31T23:59:59.999Z',
);
const times = () =>
  fc
    .tuple(fc.constantFrom(...all.map(({ event }) => Date.parse(event.time))), fc.constantFrom(-1, 0, 1), written)
    .map(([at, off, write]) => write(new Date(at + off).toISOString()));

const values = (): { [Name in keyof EventFilter]-?: fc.Arbitrary<string> } => ({
  account: oneOf(ACCOUNTS),
  service: oneOf(SERVICES),
  name: fc.oneof(fc.constantFrom(...NAMES).chain(partOf), odd),
  principal: fc.oneof({ weight: 3, arbitrary: principals() }, fc.constantFrom(...USERS).chain(cased), odd),
  accessKey: oneOf(KEYS),
  address: oneOf(['192.0.2.10', '192.0.2.1']),
  source: fc.constantFrom(...SOURCES).chain(cased),
  resource: fc.constantFrom(...UIDS, uuidv7()).chain(cased),
  outcome: fc.uniqueArray(fc.constantFrom(...EVENT_OUTCOMES), { minLength: 1 }).map((some) => some.join(' ,')),
  from: times(),
  to: times(),
});

/** One filter, two or three: more at once find nothing. */
const filters = (): fc.Arbitrary<EventFilter> => {
  const all = values();
  const names = Object.keys(all) as (keyof EventFilter)[];
  return fc
    .subarray(names, { minLength: 1, maxLength: 3 })
    .chain((some) => fc.record(Object.fromEntries(some.map((name) => [name, all[name]]))));
};

const ids = (found: readonly FoundEvent[]) => found.map(({ event }) => event.id);

test('any filters find the same in memory and in SQL', async () => {
  const sizes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(filters(), async (filter) => {
      const asked = conditionsOf(filter);
      const found = await find(filter);
      sizes.add(found.length);
      expect(ids(all.filter((one) => matches(one, asked)))).toEqual(ids(found));
    }),
    { numRuns: 400 },
  );
  // The filters are not all of a kind that finds nothing, or everything.
  expect(sizes.size).toBeGreaterThan(20);
});

test('what text cannot hold is asked for without harm, and ids in either case', async () => {
  const search = (filter: EventFilter) => searchEvents(f.as(workspaceId), filter);
  for (const name of ['account', 'name', 'principal', 'address'] as const) {
    expect((await search({ [name]: 'no\0such' })).events).toEqual([]);
  }
  expect((await search({ principal: 'NUL\0L' })).events.length).toBeGreaterThan(0);
  expect((await search({ resource: UIDS[0]?.toUpperCase() })).events.length).toBeGreaterThan(0);
  await expect(search({ source: 'x' })).rejects.toMatchObject({
    code: 'invalid_request',
    details: [{ path: 'source' }],
  });
});

test('who follows gets what matches, and again when its outcome is known', async () => {
  // Of its own: the other tests count all events of theirs.
  const followed = await f.workspace();
  const changes = new ChangeFeed(f.db.url, () => {});
  const leave = new AbortController();
  const context = { ...f.as(followed), signal: leave.signal };
  const account = '777788889999';
  const filter = { account, principal: 'ADA', from: new Date(NOW).toISOString().replace('.000Z', 'Z') };
  const rows = ['Ada', 'Bob'].map((userName) =>
    eventRow(record(NOW, 'UpdateRole', { account, userIdentity: { type: 'IAMUser', userName } }), Date.now()),
  );
  const write = (work: Parameters<typeof f.read>[1]) =>
    f.read(followed, async (tx) => {
      await work(tx);
      await notifyChange(tx, `events:${followed}`);
    });
  const told: string[] = [];
  for await (const batch of await streamEvents({ ...context, install: { ...context.install, changes } }, filter)) {
    const { events } = 'events' in batch ? batch : batch.read();
    told.push(...events.map(({ principal, outcome }) => `${principal.label} ${outcome}`));
    if (events.length === 0)
      await write((tx) => insertEvents(tx, { workspaceId: followed, sourceId: SOURCES[0] ?? '' }, rows));
    else if (told.length === 1) {
      const ended = rows.map(({ day, accountId, eventId }) => ({
        day,
        accountId,
        eventId,
        outcome: 'applied',
        reason: null,
      }));
      await write((tx) => writeOutcomes(tx, followed, ended));
    } else leave.abort();
  }
  await changes.close();
  expect(told).toEqual(['Ada pending', 'Ada applied']);
});

test('a burst crowds out nothing that somebody looks for, and says to the others that there was more', async () => {
  const followed = await f.workspace();
  const changes = new ChangeFeed(f.db.url, () => {});
  const leave = new AbortController();
  const context = { ...f.as(followed), signal: leave.signal };
  const rows = Array.from({ length: 260 }, (_, n) => {
    const userIdentity = { type: 'IAMUser', userName: n === 0 ? 'Ada' : 'Bob' };
    return eventRow(record(NOW, 'UpdateRole', { account: '777788889999', userIdentity }), Date.now());
  });
  const told = async (filter: EventFilter) => {
    for await (const batch of await streamEvents({ ...context, install: { ...context.install, changes } }, filter)) {
      const { events, missed } = 'events' in batch ? batch : batch.read();
      if (events.length === 0) listening.resolve();
      else return { shown: events.length, missed };
    }
  };
  let listening = Promise.withResolvers<void>();
  const ada = told({ principal: 'ada' });
  await listening.promise;
  listening = Promise.withResolvers<void>();
  const all = told({});
  await listening.promise;
  await f.read(followed, async (tx) => {
    await insertEvents(tx, { workspaceId: followed, sourceId: SOURCES[0] ?? '' }, rows);
    await notifyChange(tx, `events:${followed}`);
  });
  expect(await Promise.all([ada, all])).toEqual([
    { shown: 1, missed: 0 },
    { shown: 200, missed: 1 },
  ]);
  leave.abort();
  await changes.close();
});
