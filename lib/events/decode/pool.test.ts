import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import type { JsonObject } from '@/lib/collectors/types';
import { bundle } from '@/scripts/build/bundles';
import { LOG_FILE_LIMITS } from './limits';
import { decodeLogObject } from './object';
import { DecodePool } from './pool';
import { logFile, TEST_ACCOUNT, trailRecord } from './testing/records';

const pool = new DecodePool(2);
afterAll(() => pool.close());

const decode = (bytes: Uint8Array, from = pool) =>
  decodeLogObject(from, { bucket: 'trail', key: 'key', bytes, accountId: TEST_ACCOUNT });

it('decodes many files at once in threads, as in the process itself', async () => {
  const files = Array.from({ length: 12 }, (_, n) =>
    logFile([trailRecord(n), trailRecord(n + 50, { readOnly: true })]),
  );
  const deliveries = await Promise.all(files.map((file) => decode(file)));
  const alone = new DecodePool(1, null);
  for (const [n, delivery] of deliveries.entries()) {
    expect(delivery).toEqual(await decode(files[n] ?? Buffer.alloc(0), alone));
    expect(delivery).toMatchObject({ records: [{ eventID: trailRecord(n).eventID }], dropped: { readOnly: 1 } });
  }
});

it('reads a whole file again when a record is not what it looked like', async () => {
  const text = JSON.stringify({ Records: [trailRecord(1), trailRecord(2)] });
  const nested: JsonObject = { list: [{ a: 1 }, { eventVersion: '1.0', b: 2 }] };
  const delivery = await decode(logFile([trailRecord(1, { requestParameters: nested }), trailRecord(2)]));
  expect(delivery.records.map(({ requestParameters }) => requestParameters)).toMatchObject([nested, {}]);
  const broken = await decode(gzipSync(text.replace('"awsRegion":', '"awsRegion"')));
  expect(broken).toMatchObject({ records: [], poison: [{ reason: 'not_json' }] });
});

it('carries poison and faults over from the threads', async () => {
  const large = trailRecord(1, { requestParameters: { large: 'x'.repeat(LOG_FILE_LIMITS.recordBytes) } });
  expect(await decode(logFile([large, trailRecord(2)]))).toMatchObject({
    records: [{ eventID: trailRecord(2).eventID }],
    poison: [{ reason: 'field_too_large', payload: null }],
  });
  expect(await decode(Buffer.from('nothing'))).toMatchObject({ poison: [{ reason: 'not_gzip' }] });
});

it('refuses a file of few bytes that would fill the memory', async () => {
  const empties = '{"a":[{},{},{},{}]},'.repeat(2_000_000);
  const limits = { ...LOG_FILE_LIMITS, ratio: 1_000 };
  const task = { deliveryId: 'key', limits, how: { whole: false, digest: false } };
  const whole = gzipSync(`{"Records":[ ${empties}{}]}`, { level: 1 });
  await expect(pool.sift({ ...task, compressed: whole })).rejects.toMatchObject({ reason: 'too_large' });
  // The same within records that look like CloudTrail's.
  const record = JSON.stringify(trailRecord(1, { requestParameters: { n: 0 } })).replace(
    '"n":0',
    `"n":[${empties.slice(0, 400_000 / 2)}0]`,
  );
  const sifted = gzipSync(`{"Records":[${Array.from({ length: 80 }, () => record).join(',')}]}`, { level: 1 });
  await expect(pool.sift({ ...task, compressed: sifted })).rejects.toMatchObject({ reason: 'too_large' });
  expect((await decode(logFile([trailRecord(3)]))).records).toHaveLength(1);
});

it('finds its threads beside the bundle that it is in, and does without where they are not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mooring-decode-'));
  const run = async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.mjs')]);
    return JSON.parse(stdout) as unknown;
  };
  const found = { kept: 1, dropped: { readOnly: 1, failed: 0, other: 0 } };
  await bundle('lib/events/decode/testing/bundled.ts', join(folder, 'program.mjs'));
  expect(await run()).toEqual({ ...found, threads: false });
  await bundle('lib/events/decode/thread.ts', join(folder, 'decode-thread.mjs'));
  expect(await run()).toEqual({ ...found, threads: true });
  await rm(folder, { recursive: true });
});
