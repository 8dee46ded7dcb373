import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TestClock } from '../testing/sandbox';
import { deliveryBench, namesIn, REGION } from './testing/bench';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mooring-deliveries-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

it('a restart keeps the targets, and each goes on where it stood', async () => {
  const first = await deliveryBench({ dataDir });
  await first.bucket('changed');
  await first.bucket('kept-logs');
  const queueUrl = await first.queue('kept');
  const atOnce = await first.deliver({ kind: 'eventbridge', queueUrl });
  const hourly = await first.deliver({ kind: 's3', bucket: 'kept-logs', intervalMs: 3_600_000, digest: {} });
  await first.tag('changed', 'one');
  await first.tag('changed', 'two');
  expect(await first.view(hourly.id)).toMatchObject({ pending: 2, files: 0 });
  await first.close();

  const second = await deliveryBench({ dataDir });
  expect(await second.drain(queueUrl)).toHaveLength(2);
  expect(await second.view(atOnce.id)).toMatchObject({ behind: 0, pending: 0, events: 2 });
  expect(await second.view(hourly.id)).toMatchObject({ pending: 2, behind: 2 });
  await second.tag('changed', 'three');
  await second.flush(hourly.id);
  expect(second.files('kept-logs').flatMap(({ text }) => namesIn(text))).toEqual(Array(3).fill('PutBucketTagging'));
  expect(await second.drain(queueUrl)).toHaveLength(1);
  await second.ask('POST', '/reset');
  expect((await second.ask('GET', '/deliveries')).body).toEqual({ deliveries: [] });
  await second.close();
});

it('a restart goes on with the chain of digests and its keys', async () => {
  const clock = new TestClock();
  const made: string[] = [];
  for (const start of [1, 2]) {
    const bench = await deliveryBench({ dataDir, clock });
    if (start === 1) {
      await bench.bucket('chained');
      const accounts = ['586209417733'];
      const spec = { kind: 's3', bucket: 'chained', intervalMs: 3_600_000, digest: {} } as const;
      made.push((await bench.deliver({ ...spec, accounts, regions: [REGION] })).id);
    }
    await bench.bucket(`made-${start}`);
    clock.forward(3_600_000);
    await bench.flush(made[0] ?? '', true);
    const digests = bench.files('chained').filter(({ key }) => key.includes('-Digest/'));
    expect(digests).toHaveLength(start);
    if (start === 2) {
      const [first, second] = digests.map(({ text }) => JSON.parse(text));
      expect(second).toMatchObject({
        digestStartTime: first.digestEndTime,
        digestPublicKeyFingerprint: first.digestPublicKeyFingerprint,
        previousDigestS3Object: first.digestS3Object,
        previousDigestSignature: digests[0]?.metadata?.signature,
        logFiles: [expect.anything()],
      });
    }
    await bench.close();
  }
});

/** The world as it lies on the disk now: what a kill would leave. */
async function copyOf(folder: string): Promise<string> {
  const to = await mkdtemp(join(tmpdir(), 'mooring-killed-'));
  for (;;) {
    try {
      const index = await readFile(join(folder, 'sandbox-world.json'), 'utf8');
      for (const { file } of JSON.parse(index).accounts) await copyFile(join(folder, file), join(to, file));
      await writeFile(join(to, 'sandbox-world.json'), index);
      return to;
    } catch (error) {
      // Not yet written, or replaced while it was copied.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
      await setImmediate();
    }
  }
}

it('a kill at any moment loses no event of what was kept', async () => {
  const first = await deliveryBench({ dataDir });
  const queueUrl = await first.queue('never-lost');
  await first.deliver({ kind: 'eventbridge', queueUrl, failedCalls: false, faults: { reorder: true } });
  const since = first.world.changes.sequence;
  await first.ask('POST', '/churn', { changes: 4_000, perSecond: 1_000, background: true });
  const copies: string[] = [];
  for (let seen = 0; first.sandbox.churn.latest?.running; ) {
    const copy = await copyOf(dataDir);
    const { sequence } = JSON.parse(await readFile(join(copy, 'sandbox-world.json'), 'utf8'));
    if (sequence > seen) copies.push(copy);
    else await rm(copy, { recursive: true });
    seen = sequence;
  }
  const events = first.world.changes.since(since);
  expect(copies.length).toBeGreaterThan(1);
  for (const copy of copies) {
    const killed = await deliveryBench({ dataDir: copy });
    const kept = events.filter(({ sequence }) => sequence <= killed.world.changes.sequence);
    await killed.ask('POST', '/deliveries/flush');
    const arrived = new Set((await killed.drain(queueUrl)).map((body) => JSON.parse(body).detail.eventID));
    expect(kept.filter(({ eventID }) => !arrived.has(eventID))).toEqual([]);
    await killed.close();
    await rm(copy, { recursive: true });
  }
  await first.close();
}, 60_000);
