import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { dropReason } from '@/lib/events/drop';
import { parseRecord } from '@/lib/events/record';
import { memberOf } from '@/lib/events/text';
import { countDrop, noDrops } from './drops';
import { LOG_FILE_LIMITS } from './limits';
import { siftLogFile } from './log-file';
import { decodeMessage } from './message';
import { addTexts } from './records';
import { decodeStreamRecord } from './stream-record';

const FOLDER = join(import.meta.dirname, '../../../../shared/fixtures/cloudtrail');
const here = existsSync(FOLDER);
if (!here) console.warn('SKIPPED, recorded CloudTrail deliveries: no fixtures here');

const textsOf = (folder: string) =>
  readdirSync(join(FOLDER, folder)).map((name) => ({ name, text: readFileSync(join(FOLDER, folder, name), 'utf8') }));

/** What a full parse keeps and drops. */
function parsedWhole(values: readonly unknown[]) {
  const dropped = noDrops();
  const ids = values.flatMap((value) => {
    const record = parseRecord(value);
    const reason = record && dropReason(record);
    if (reason) countDrop(dropped, reason);
    return record && !reason ? [record.eventID] : [];
  });
  return { ids, dropped };
}

const LOGS = ['invictus', 'stratus'];

it.skipIf(!here).each(LOGS)('keeps of the log files of %s what a full parse keeps', async (folder) => {
  const counts = { files: 0, sifted: 0, kept: 0, dropped: 0 };
  for (const { name, text } of textsOf(folder)) {
    const value: unknown = JSON.parse(text);
    const records = Array.isArray(value) ? value : memberOf(value, 'Records');
    if (!Array.isArray(records)) throw new Error(`${name} has no records.`);
    const expected = parsedWhole(records);
    // As recorded, and as CloudTrail delivers it: in one line.
    const written = Array.isArray(value) ? [] : [text];
    for (const content of [...written, JSON.stringify({ Records: records })]) {
      const file = siftLogFile(gzipSync(content), name, LOG_FILE_LIMITS);
      const found = { records: [], dropped: { ...file.dropped }, poison: [...file.poison] };
      expect(await addTexts(found, file, name)).toBe(true);
      const decoded = found as { records: { eventID: string }[]; dropped: object; poison: object[] };
      expect([name, decoded.records.map(({ eventID }) => eventID)]).toEqual([name, expected.ids]);
      expect([name, decoded.dropped]).toEqual([name, expected.dropped]);
      expect(decoded.poison).toEqual([]);
      counts.sifted += file.whole ? 0 : 1;
    }
    counts.files += 1;
    counts.kept += expected.ids.length;
    counts.dropped += records.length - expected.ids.length;
  }
  console.log(`${folder}: ${JSON.stringify(counts)}`);
  // The others are written with their members in the order of the alphabet.
  if (folder === 'invictus') expect(counts.sifted).toBe(2 * counts.files);
});

it.skipIf(!here)('reads every envelope of EventBridge, and says of the others what they are', () => {
  const found = new Map<string, number>();
  const count = (key: string) => found.set(key, (found.get(key) ?? 0) + 1);
  for (const { text } of textsOf('c7n-eventbridge')) {
    const { delivery, objects } = decodeMessage(text, 'm');
    expect(objects).toEqual([]);
    for (const _record of delivery.records) count('kept');
    for (const { reason } of delivery.poison) count(reason);
    for (const key of ['readOnly', 'failed', 'other'] as const) if (delivery.dropped[key] > 0) count(key);
  }
  console.log(Object.fromEntries(found));
  expect(found.get('kept')).toBeGreaterThanOrEqual(15);
  expect(found.get('other')).toBeGreaterThanOrEqual(5);
});

it.skipIf(!here)('reads what other services wrap deliveries in', () => {
  const json = (name: string) =>
    JSON.parse(readFileSync(join(FOLDER, 'envelopes', name), 'utf8')) as Record<string, unknown>;
  const { awslogs } = json('lambda-go-cloudwatch-logs-event.json') as { awslogs: { data: string } };
  // Log events that are no records of CloudTrail.
  const logs = decodeStreamRecord(Buffer.from(awslogs.data, 'base64'), 's');
  expect(logs.records).toEqual([]);
  expect(new Set(logs.poison.map(({ reason }) => reason))).toEqual(new Set(['not_json']));
  const kinesis = json('lambda-go-kinesis-event.json') as { Records: { kinesis: { data: string } }[] };
  for (const record of kinesis.Records) {
    const { poison } = decodeStreamRecord(Buffer.from(record.kinesis.data, 'base64'), 's');
    expect(poison).toMatchObject([{ reason: 'not_gzip' }]);
  }
  const notice = decodeMessage(JSON.stringify(json('lambda-go-s3-event.json')), 'm');
  expect(notice.objects).toEqual([{ bucket: 'sourcebucket', key: 'Happy Face.jpg' }]);
  const sns = json('lambda-go-sns-event.json') as { Records: { Sns: object }[] };
  for (const { Sns } of sns.Records) {
    expect(decodeMessage(JSON.stringify(Sns), 'm').delivery.poison).toMatchObject([{ reason: 'forged_envelope' }]);
  }
});

it.skipIf(!here)('reads CloudTrail’s own notifications, as documented', () => {
  const notices = textsOf('awsdocs').filter(({ name }) => name.startsWith('sns-'));
  expect(notices.length).toBeGreaterThan(0);
  for (const { text } of notices) {
    const { delivery, objects } = decodeMessage(text, 'm');
    expect([delivery.records, objects.length + delivery.poison.length]).toEqual([[], expect.any(Number)]);
  }
});

it.skipIf(!here)('answers every file of the fixtures by any of its ways', () => {
  let files = 0;
  for (const folder of readdirSync(FOLDER)) {
    for (const { name, text } of textsOf(folder)) {
      files += 1;
      decodeMessage(text, name);
      decodeStreamRecord(Buffer.from(text), name);
      decodeStreamRecord(gzipSync(text), name);
    }
  }
  expect(files).toBeGreaterThan(150);
});
