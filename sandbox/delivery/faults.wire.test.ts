import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DeliveryBench, deliveryBench, namesIn } from './testing/bench';

let bench: DeliveryBench;
beforeAll(async () => {
  bench = await deliveryBench();
  await bench.bucket('changed');
});
afterAll(() => bench.close());

const values = Array.from({ length: 40 }, (_, n) => `value-${n}`);
async function change() {
  const since = bench.world.changes.sequence;
  for (const value of values) await bench.tag('changed', value);
  return bench.world.changes.since(since).map(({ eventID }) => eventID);
}
const idsOf = async (queue: string) =>
  (await bench.drain(queue)).map((body) => JSON.parse(body).detail.eventID as string);

it('duplicates every message and shuffles them, and loses none of them', async () => {
  const queueUrl = await bench.queue('twice');
  const { id } = await bench.deliver({ kind: 'eventbridge', queueUrl, faults: { duplicate: 1, reorder: 20 } });
  const changed = await change();
  expect(await bench.flush(id)).toMatchObject({ events: 40, messages: 80, duplicates: 40, lost: 0, pending: 0 });
  const arrived = await idsOf(queueUrl);
  expect(arrived.toSorted()).toEqual([...changed, ...changed].toSorted());
  expect(arrived.filter((_, n) => n % 2 === 0)).not.toEqual(changed);
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it('loses and corrupts a share, and says which', async () => {
  const queueUrl = await bench.queue('lossy');
  const { id } = await bench.deliver({
    kind: 'eventbridge',
    queueUrl,
    faults: { loss: 0.3, corrupt: { kind: 'truncate', probability: 0.3 } },
  });
  const changed = await change();
  const { lost, corrupted, lostEvents, corruptedEvents } = await bench.flush(id);
  const bodies = await bench.drain(queueUrl);
  const isWhole = (body: string) => body.endsWith('}}');
  expect(lost).toBeGreaterThan(0);
  expect(corrupted).toBeGreaterThan(0);
  expect([lostEvents.length, corruptedEvents.length]).toEqual([lost, corrupted]);
  const whole = bodies.filter(isWhole).map((body) => JSON.parse(body).detail.eventID);
  expect(whole).toEqual(changed.filter((each) => ![...lostEvents, ...corruptedEvents].includes(each)));
  expect(bodies.length).toBe(40 - lost);
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it('holds messages back', async () => {
  const queueUrl = await bench.queue('late');
  const { id } = await bench.deliver({ kind: 'eventbridge', queueUrl, faults: { delayMs: 3_600_000 } });
  await bench.tag('changed', 'late');
  expect(await bench.drain(queueUrl)).toEqual([]);
  expect(await bench.view(id)).toMatchObject({ pending: 1, behind: 1 });
  await bench.flush(id);
  expect(await bench.drain(queueUrl)).toHaveLength(1);
  await bench.ask('DELETE', `/deliveries/${id}`);
});

it('writes a file twice under two names, or half of it', async () => {
  await bench.bucket('files-twice');
  const spec = { kind: 's3', bucket: 'files-twice', intervalMs: 3_600_000 } as const;
  const twice = await bench.deliver({ ...spec, faults: { duplicate: 1 } });
  await bench.tag('changed', 'a');
  await bench.flush(twice.id);
  const [first, second, ...more] = bench.files('files-twice');
  expect(more).toEqual([]);
  expect(first?.text).toBe(second?.text);
  expect(namesIn(first?.text ?? '')).toEqual(['PutBucketTagging']);
  await bench.ask('DELETE', `/deliveries/${twice.id}`);
  const half = await bench.deliver({ ...spec, faults: { corrupt: { kind: 'garbage', probability: 1 } } });
  await bench.tag('changed', 'b');
  expect(await bench.flush(half.id)).toMatchObject({ corrupted: 1, files: 1 });
  expect(() => bench.files('files-twice')).toThrow(/header/);
});
