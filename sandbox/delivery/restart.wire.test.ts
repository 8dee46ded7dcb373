import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deliveryBench, namesIn } from './testing/bench';

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
