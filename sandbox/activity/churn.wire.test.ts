import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DeliveryBench, deliveryBench } from '../delivery/testing/bench';
import type { ChurnReport } from './churn';

let bench: DeliveryBench;
beforeAll(async () => {
  bench = await deliveryBench();
});
afterAll(() => bench.close());

const churn = async (body: object) => {
  const answer = await bench.ask('POST', '/churn', body);
  return { ...answer, body: answer.body as unknown as ChurnReport };
};

it('makes as many changes as asked, each an event with an id of its own, and takes what is left away when asked', async () => {
  const tables = () =>
    ['s3.bucket/global', 'sqs.queue/eu-west-1', 'ec2.volume/eu-west-1'].map(
      (key) => bench.account('staging').kinds.get(key)?.size ?? 0,
    );
  const before = [...tables(), bench.account('staging').roles.size];
  const { status, body } = await churn({ changes: 2_000, seed: 7, cleanUp: true });
  expect({ status, running: body.running }).toEqual({ status: 201, running: false });
  expect(body.changes).toBe(body.created + body.updated + body.deleted);
  expect(body.created).toBe(body.deleted);
  expect(body.updated).toBeGreaterThan(500);
  const recorded = bench.world.changes.since(body.since);
  expect(recorded).toHaveLength(body.changes);
  expect(new Set(recorded.map(({ eventID }) => eventID)).size).toBe(body.changes);
  expect(new Set(recorded.map(({ eventSource }) => eventSource))).toEqual(
    new Set(['s3', 'iam', 'ec2', 'sqs', 'dynamodb'].map((service) => `${service}.amazonaws.com`)),
  );
  expect([...tables(), bench.account('staging').roles.size]).toEqual(before);
});

it('does ten thousand changes, with a target that takes them all', async () => {
  const queueUrl = await bench.queue('churned');
  const { id } = await bench.deliver({ kind: 'eventbridge', queueUrl, faults: { duplicate: 1, reorder: true } });
  const { body } = await churn({ changes: 10_000, seed: 1 });
  expect(body.changes).toBe(10_000);
  console.info(`10,000 changes in ${body.milliseconds} ms`);
  const events = body.changes + body.failed;
  expect(await bench.flush(id)).toMatchObject({ events, messages: events * 2, behind: 0 });
});

it('keeps to a rate, in the background, one at a time', async () => {
  const began = performance.now();
  const slow = { changes: 30, perSecond: 30, background: true };
  const { status, body } = await churn(slow);
  expect({ status, running: body.running }).toEqual({ status: 202, running: true });
  expect((await churn(slow)).status).toBe(409);
  for (let running = true; running; ) {
    const { churn: report } = (await bench.ask('GET', '/churn')).body as { churn: ChurnReport };
    running = report.running;
  }
  expect(performance.now() - began).toBeGreaterThan(900);
  expect((await churn({ changes: 1, accounts: ['999999999999'] })).status).toBe(409);
  expect((await churn({ changes: 0 })).status).toBe(400);
});
