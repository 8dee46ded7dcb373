import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeFault } from './fault';
import { decodeMessage } from './message';
import { decodeSqsBody } from './queue-body';
import { bridgeEnvelope, logKey, s3Notice, snsEnvelope, trailNotice, trailRecord } from './testing/records';

const reasonOf = (body: string) => {
  try {
    decodeSqsBody(body);
  } catch (error) {
    return error instanceof DecodeFault ? error.reason : String(error);
  }
  return null;
};
const KEY = logKey('20261120T0800Z_abcdefghijklmnop');
const ODD = logKey('20261120T0800Z_a b+c~ü%41');
const TEST_EVENT = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'trail' });
const CREATED = JSON.stringify({
  version: '0',
  id: 'x',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '586209417733',
  detail: { version: '0', bucket: { name: 'trail' }, object: { key: ODD, size: 5 } },
});

describe('the four shapes, and what stands around them', () => {
  const objects = (...keys: string[]) => ({ kind: 'objects', objects: keys.map((key) => ({ bucket: 'trail', key })) });
  const cases: [string, string, object][] = [
    ['CloudTrail by SNS', snsEnvelope(trailNotice('trail', [KEY, ODD])), objects(KEY, ODD)],
    ['CloudTrail by SNS, raw', trailNotice('trail', [KEY]), objects(KEY)],
    ['S3 by SNS', snsEnvelope(s3Notice('trail', [ODD])), objects(ODD)],
    ['S3', s3Notice('trail', [KEY, ODD]), objects(KEY, ODD)],
    ['S3 by EventBridge', CREATED, objects(ODD)],
    ['S3 by EventBridge and SNS', snsEnvelope(CREATED), objects(ODD)],
    ['a test', TEST_EVENT, { kind: 'test' }],
    ['a test by SNS', snsEnvelope(TEST_EVENT), { kind: 'test' }],
    ['EventBridge', bridgeEnvelope(trailRecord(1)), { kind: 'record', record: trailRecord(1) }],
    ['EventBridge by SNS', snsEnvelope(bridgeEnvelope(trailRecord(1))), { kind: 'record', record: trailRecord(1) }],
    ['EventBridge, the detail alone', JSON.stringify(trailRecord(1)), { kind: 'record', record: trailRecord(1) }],
    ['a read', bridgeEnvelope(trailRecord(1, { readOnly: true })), { kind: 'dropped', as: 'readOnly' }],
    [
      'a read by SNS',
      snsEnvelope(bridgeEnvelope(trailRecord(1, { readOnly: true }))),
      { kind: 'dropped', as: 'readOnly' },
    ],
    [
      'no event of CloudTrail',
      bridgeEnvelope({ state: 'running' }, { 'detail-type': 'EC2 Instance State-change Notification' }),
      { kind: 'dropped', as: 'other' },
    ],
    [
      'a removed object',
      s3Notice('trail', [KEY]).replace('ObjectCreated:Put', 'ObjectRemoved:Delete'),
      { kind: 'objects', objects: [] },
    ],
  ];
  it.each(cases)('%s', (_what, body, expected) => {
    expect(decodeSqsBody(body)).toEqual(expected);
  });
});

it('takes what CloudTrail says to a new topic for a test', () => {
  expect(decodeSqsBody(snsEnvelope('CloudTrail validation message.'))).toEqual({ kind: 'test' });
});

describe('what is none of them', () => {
  const confirmation = snsEnvelope('{}', { Type: 'SubscriptionConfirmation', SubscribeURL: 'http://169.254.169.254/' });
  const cases: [string, string, string][] = [
    ['text', 'hello', 'not_json'],
    ['nothing', '', 'not_json'],
    ['another JSON', '{"hello":1}', 'unknown_shape'],
    ['a list', '[]', 'unknown_shape'],
    ['prototype keys', '{"__proto__":{"s3ObjectKey":["x"],"s3Bucket":"trail"}}', 'unknown_shape'],
    ['a confirmation', confirmation, 'unknown_shape'],
    ['SNS twice', snsEnvelope(snsEnvelope(trailNotice('trail', [KEY]))), 'unknown_shape'],
    ['SNS with a sentence', snsEnvelope('Hello.'), 'unknown_shape'],
    ['SNS without its topic', snsEnvelope(TEST_EVENT, { TopicArn: 'https://sns.example' }), 'forged_envelope'],
    ['a source that anybody can give', bridgeEnvelope(trailRecord(1), { source: 'my.app' }), 'forged_envelope'],
    ['an account of somebody else', bridgeEnvelope(trailRecord(1), { account: '111122223333' }), 'forged_envelope'],
    ['a bucket that cannot be', trailNotice('../x', [KEY]), 'unknown_shape'],
    ['a key that cannot be', trailNotice('trail', ['a\nb']), 'unknown_shape'],
    ['a key of another type', '{"s3Bucket":"trail","s3ObjectKey":[{"$gt":1}]}', 'unknown_shape'],
    ['half an encoding', s3Notice('trail', [KEY]).replace('AWSLogs', '%E0%A4'), 'unknown_shape'],
    ['three megabytes', JSON.stringify({ x: 'x'.repeat(3_000_000) }), 'field_too_large'],
  ];
  it.each(cases)('%s', (_what, body, reason) => {
    expect(reasonOf(body)).toBe(reason);
    const { delivery, objects } = decodeMessage(body, 'message-1');
    expect([delivery.records, objects]).toEqual([[], []]);
    expect(delivery.poison).toMatchObject([{ deliveryId: 'message-1', reason, bytes: Buffer.byteLength(body) }]);
  });
});

it('answers any text with a delivery', () => {
  const bodies = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => bridgeEnvelope({ a: value as never })),
    fc.string().map((text) => snsEnvelope(text)),
    fc.jsonValue().map((value) => JSON.stringify({ Records: [{ s3: value, eventName: 'ObjectCreated:Put' }] })),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      const { delivery } = decodeMessage(body, 'm');
      expect(delivery.records).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

it('counts a read as a full parse would', () => {
  for (const readOnly of [true, false, null, 'true']) {
    for (const eventCategory of ['Management', 'Data', 'Insight']) {
      const record = trailRecord(1, { readOnly, eventCategory, eventName: 'GetThing' });
      const quick = decodeMessage(bridgeEnvelope(record), 'm').delivery;
      const whole = decodeMessage(JSON.stringify(JSON.parse(bridgeEnvelope(record)), null, 1), 'm').delivery;
      expect(quick).toEqual(whole);
    }
  }
});
