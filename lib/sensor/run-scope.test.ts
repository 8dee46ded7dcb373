import { expect, test } from 'vitest';
import { awsClients } from '@/lib/aws/clients';
import { BrokenPaginationError } from '@/lib/aws/pages';
import { createMemo } from '@/lib/collectors/memo';
import type { AnyCollector, CollectContext, ListPage } from '@/lib/collectors/types';
import type { Observation } from './port';
import { runScope } from './run-scope';

type Raw = { id: string };

function collector(list: (ctx: CollectContext) => AsyncIterable<ListPage<unknown>>): AnyCollector {
  return {
    service: 'iam',
    type: 'AWS::IAM::User',
    title: 'User',
    scope: 'global',
    actions: [],
    enrichingActions: [],
    readActions: [],
    list,
    getMany: async () => ({ found: [], missing: [] }),
    normalize(raw) {
      const { id } = raw as Raw;
      return {
        type: 'AWS::IAM::User',
        id,
        arn: null,
        name: id,
        region: 'global',
        tags: {},
        attributes: {},
        volatile: {},
        relationships: [],
        createdAt: null,
        unread: [],
      };
    },
    events: [],
  };
}

const context = (): CollectContext => ({
  accountId: '120458963014',
  partition: 'aws',
  region: 'global',
  clients: awsClients({ region: 'us-east-1', endpoints: {} }),
  signal: new AbortController().signal,
  now: () => 1_000,
  memo: createMemo(),
  knownScope: async () => null,
});

async function run(list: (ctx: CollectContext) => AsyncIterable<ListPage<unknown>>, abandoned = () => false) {
  const submits: (readonly Observation[])[] = [];
  const submit = async (_scope: unknown, observations: readonly Observation[]) => void submits.push(observations);
  return { outcome: await runScope(collector(list), context(), { submit, abandoned }), submits };
}

const ids = (from: number, to: number): Raw[] => Array.from({ length: to - from }, (_, n) => ({ id: `u${from + n}` }));

test('a whole list is complete: batches of 2,000, each with its time, begun at the oldest request it rests on', async () => {
  const { outcome, submits } = await run(async function* () {
    yield { items: ids(0, 3_000), requestStartedAt: 900, coverageStartedAt: 700 };
    yield { items: ids(3_000, 4_200), requestStartedAt: 950 };
  });
  expect(submits.map((batch) => batch.length)).toEqual([2000, 2000, 200]);
  expect(submits[0]?.[0]?.observedAt).toBe(900);
  expect(submits[2]?.at(-1)?.observedAt).toBe(950);
  expect(outcome).toMatchObject({ status: 'complete', startedAt: 700, resources: 4_200, error: null });
  expect(outcome?.seenIds).toHaveLength(4_200);
});

test('a list whose markers repeat is failed and settles nothing, but what was read is kept', async () => {
  const { outcome, submits } = await run(async function* () {
    yield { items: ids(0, 3), requestStartedAt: 900 };
    throw new BrokenPaginationError('AWS gave the same page marker twice.');
  });
  expect(outcome).toMatchObject({ status: 'failed', seenIds: [], error: { code: 'BrokenPagination' } });
  expect(submits.flat()).toHaveLength(3);
});

test('an item that cannot be normalized costs the scope its completeness, not the others their place', async () => {
  const { outcome, submits } = await run(async function* () {
    yield { items: [{ id: 'a' }, { id: '' }, { id: 'b' }], requestStartedAt: 900 };
  });
  expect(outcome).toMatchObject({ status: 'partial', seenIds: [], resources: 2 });
  expect(submits.flat().map(({ resource }) => resource.id)).toEqual(['a', 'b']);
});

test('an empty account is complete with nothing in it', async () => {
  const { outcome, submits } = await run(async function* () {
    yield { items: [], requestStartedAt: 900 };
  });
  expect(outcome).toMatchObject({ status: 'complete', seenIds: [], resources: 0 });
  expect(submits).toEqual([]);
});

test('an abandoned job gets no outcome and writes no more', async () => {
  const { outcome, submits } = await run(
    async function* () {
      yield { items: ids(0, 3), requestStartedAt: 900 };
    },
    () => true,
  );
  expect(outcome).toBeNull();
  expect(submits).toEqual([]);
});
