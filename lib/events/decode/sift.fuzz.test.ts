import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dropReason } from '@/lib/events/drop';
import { parseRecord, type TrailRecord } from '@/lib/events/record';
import type { Delivery } from '@/lib/events/strategies/types';
import { LOG_FILE_LIMITS } from './limits';
import { siftLogFile } from './log-file';
import { decodeMessage } from './message';
import { decodeLogObject } from './object';
import { decodeStreamRecord } from './stream-record';
import { bridgeEnvelope, snsEnvelope, TEST_ACCOUNT } from './testing/records';

/** A record as text, so that it can be written in ways that JSON.stringify has not. */
type Written = { head: string; middle: string[]; end: string[] };

const id = fc.integer({ min: 0, max: 9 }).map((n) => `00000000-0000-4000-8000-00000000000${n}`);
const bool = fc.constantFrom('true', 'false');
const category = fc.constantFrom('Management', 'Data', 'NetworkActivity', 'Insight', 'Managements', 'DataX', 'Unheard');
/** What a call's parameters may look like: pieces of the very end that is looked for, as keys, in lists, in texts. */
const lure = fc.oneof(
  fc.tuple(id, bool, category).map(([eventID, readOnly, eventCategory]) => {
    const keys = `"eventID":"${eventID}","readOnly":${readOnly},"eventType":"AwsApiCall","managementEvent":true`;
    return `{${keys},"recipientAccountId":"${TEST_ACCOUNT}","eventCategory":"${eventCategory}"}`;
  }),
  fc
    .tuple(id, bool)
    .map(([eventID, readOnly]) =>
      JSON.stringify(`","eventID":"${eventID}","readOnly":${readOnly},"eventType":"x","eventCategory":"Management"}`),
    ),
  fc.constantFrom(
    '{"readOnly":true}',
    '{"read\\u004fnly":true,"event\\u0049D":"x"}',
    '[{"eventVersion":"1.0"},{"eventVersion":"1.1","readOnly":true}]',
    '"},{\\"eventVersion\\":\\"1.0"',
    '"\\\\\\",\\\\\\"readOnly\\\\\\":true,"',
    '"\\u0000 \\ud800 \\ud83d\\ude00"',
    '"ends in a backslash \\\\"',
    '{"eventCategory":"Data"}',
    '"é 😀 Only"',
    'null',
  ),
  fc.string().map((text) => JSON.stringify(text)),
);
const readOnly = fc.oneof(
  { weight: 6, arbitrary: bool.map((value) => `"readOnly":${value}`) },
  fc.constantFrom('', '"readOnly":"true"', '"readOnly":"false"', '"readOnly":null', '"readOnly" : true'),
  bool.map((value) => `"read\\u004fnly":${value}`),
  fc.tuple(bool, bool).map(([one, two]) => `"readOnly":${one},"read\\u004fnly":${two}`),
  fc.tuple(bool, bool).map(([one, two]) => `"readOnly":${one},"eventType":"a","readOnly":${two}`),
);
const others = fc.shuffledSubarray([
  '"managementEvent":true',
  '"tlsDetails":{"tlsVersion":"TLSv1.3","clientProvidedHostHeader":"s3.eu-west-1.amazonaws.com"}',
  '"resources":[{"ARN":"arn:aws:s3:::b","type":"AWS::S3::Bucket"}]',
  '"sharedEventID":"11111111-0000-4000-8000-000000000001"',
  `"vpcEndpointId":"${'v'.repeat(500)}"`,
  '"errorCode":"AccessDenied"',
]);
const written = fc
  .record({
    n: fc.integer({ min: 100, max: 999 }),
    readOnly,
    category: fc.option(category, { freq: 8 }),
    lures: fc.array(lure, { maxLength: 2 }),
    late: fc.option(lure, { freq: 3, nil: null }),
    order: fc.oneof(
      { weight: 4, arbitrary: fc.constant<number[]>([0, 1, 2]) },
      fc.shuffledSubarray<number>([0, 1, 2], { minLength: 3 }),
    ),
    others,
    eventName: fc.constantFrom('PutBucketTagging', 'GetBucketTagging'),
    eventIdKey: fc.constantFrom('eventID', 'eventID', 'eventID', 'event\\u0049D'),
  })
  .map(({ n, ...of }): Written => {
    const tail = [
      [`"${of.eventIdKey}":"00000000-0000-4000-8000-000000000${n}"`, of.readOnly].filter(Boolean).join(','),
      `"eventType":"AwsApiCall","recipientAccountId":"${TEST_ACCOUNT}"`,
      of.category === null ? '' : `"eventCategory":"${of.category}"`,
    ];
    return {
      head: `"eventVersion":"1.09","eventTime":"2026-11-20T08:00:00Z","eventSource":"s3.amazonaws.com","eventName":"${of.eventName}","awsRegion":"eu-west-1"`,
      middle: of.lures.map((value, at) => `"${at === 0 ? 'requestParameters' : 'additionalEventData'}":{"x":${value}}`),
      end: [
        ...of.order.map((at) => tail[at] ?? ''),
        ...of.others,
        of.late === null ? '' : `"serviceEventDetails":${of.late}`,
      ],
    };
  });
const textOf = ({ head, middle, end }: Written) => `{${[head, ...middle, ...end].filter(Boolean).join(',')}}`;

/** What reading all of it comes to. */
function whole(texts: readonly string[]): Pick<Delivery, 'records' | 'dropped'> {
  const records: TrailRecord[] = [];
  const dropped = { readOnly: 0, failed: 0, other: 0 };
  for (const text of texts) {
    const record = parseRecord(JSON.parse(text));
    if (record === null) throw new Error('Each of these is a record.');
    const reason = dropReason(record);
    if (reason === null) records.push(record);
    else dropped[reason === 'readOnly' || reason === 'failed' ? reason : 'other'] += 1;
  }
  return { records, dropped };
}
const found = ({ records, dropped, poison }: Delivery) => ({ records, dropped, poison });
const RUNS = { numRuns: 500 };

it('a log file, of one gzip member or several, gives what reading all of it gives', async () => {
  const inProcess = {
    sift: async ({
      compressed,
      deliveryId,
      limits,
      how,
    }: Parameters<Parameters<typeof decodeLogObject>[0]['sift']>[0]) =>
      siftLogFile(compressed, deliveryId, limits, how),
  };
  await fc.assert(
    fc.asyncProperty(fc.array(written, { minLength: 1, maxLength: 12 }), fc.nat(), async (all, cut) => {
      const texts = all.map(textOf);
      const content = Buffer.from(`{"Records":[${texts.join(',')}]}`);
      const at = cut % content.length;
      const bytes = Buffer.concat([gzipSync(content.subarray(0, at)), gzipSync(content.subarray(at))]);
      const object = { bucket: 'b', key: 'k', bytes, accountId: TEST_ACCOUNT };
      expect(found(await decodeLogObject(inProcess, object, LOG_FILE_LIMITS))).toEqual({ ...whole(texts), poison: [] });
    }),
    RUNS,
  );
});

it('a message of EventBridge, in an envelope of SNS or not, gives what reading all of it gives', () => {
  const envelope = bridgeEnvelope({ detail: 1 }).split('{"detail":1}');
  fc.assert(
    fc.property(written, fc.boolean(), (one, viaSns) => {
      const body = envelope.join(textOf(one));
      const { delivery } = decodeMessage(viaSns ? snsEnvelope(body) : body, 'm');
      expect(found(delivery)).toEqual({ ...whole([textOf(one)]), poison: [] });
    }),
    RUNS,
  );
});

it('a record of a stream gives what reading all of it gives', () => {
  const head = '{"messageType":"DATA_MESSAGE","owner":"1","logGroup":"g","logStream":"s","subscriptionFilters":["f"]';
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 12 }), (all) => {
      const texts = all.map(textOf);
      const events = texts.map((text, n) => `{"id":"${n}","timestamp":1,"message":${JSON.stringify(text)}}`);
      const data = gzipSync(`${head},"logEvents":[${events.join(',')}]}`);
      expect(found(decodeStreamRecord(data, 's'))).toEqual({ ...whole(texts), poison: [] });
    }),
    RUNS,
  );
});
