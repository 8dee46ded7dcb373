import { memberOf, objectAt } from '@/lib/events/text';
import { DecodeFault, jsonOf } from './fault';
import { judgeText, type Setting, type Verdict } from './judge';
import { MESSAGE_LIMIT_BYTES } from './limits';
import { decodeNotifiedKey } from './object-key';

/**
 * What the body of an SQS message turns out to be.
 * - record: one CloudTrail record, not checked yet. dropped: one that was told to matter not without parsing it.
 * - objects: objects that were written to a bucket. test: S3's or EventBridge's word that it can deliver.
 */
export type QueueBody =
  | { kind: 'record'; record: unknown }
  | { kind: 'dropped'; as: Exclude<Verdict, 'keep'> }
  | { kind: 'objects'; objects: NotifiedObject[] }
  | { kind: 'test' };
export type NotifiedObject = { bucket: string; key: string };

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const VIA_CLOUDTRAIL = / via CloudTrail$/;
const MOST_OBJECTS = 1000;
/** What CloudTrail says to a topic once, when a trail is told to use it. */
const VALIDATION = 'CloudTrail validation message.';

/**
 * Recognises what services put into a queue: EventBridge's envelope, CloudTrail's and S3's notifications, each as it is or
 * in SNS's envelope. Nothing is fetched and no field of an envelope is believed further than it is checked here.
 * Throws a DecodeFault: `not_json`, `unknown_shape`, `forged_envelope`, `field_too_large`.
 */
export function decodeSqsBody(body: string): QueueBody {
  if (body.length > MESSAGE_LIMIT_BYTES) {
    throw new DecodeFault('field_too_large', `A message of ${body.length} characters; SQS's have at most 1 MB.`);
  }
  const quick = quickVerdict(body);
  if (quick !== 'keep') return { kind: 'dropped', as: quick };
  const value = jsonOf(body, 'The message');
  if (memberOf(value, 'Message') === VALIDATION) return { kind: 'test' };
  return decodeValue(value) ?? decodeValue(unwrapped(value)) ?? unknownShape();
}

/** EventBridge writes the record last of all, SNS members of its own behind the text that it is in. */
const BRIDGED: Setting = { quote: '"', behind: '}', last: true };
const IN_SNS: Setting = { quote: '\\"', behind: '}"', last: false };

/** Most messages are calls that change nothing: they are told by their end. Only texts that begin as expected are. */
function quickVerdict(body: string): Verdict {
  if (body.startsWith('{"version":"0","id":"')) {
    return body.slice(0, 200).includes('"detail-type":"AWS API Call via CloudTrail"')
      ? judgeText(body, BRIDGED)
      : 'keep';
  }
  // SNS writes its members one a line, with a space around each colon.
  if (!body.startsWith('{\n  "Type" : "Notification",')) return 'keep';
  const message = body.slice(0, 600).indexOf('"Message" : "{\\"version\\":\\"0\\",');
  return message > 0 ? judgeText(body, IN_SNS) : 'keep';
}

function decodeValue(value: unknown): QueueBody | null {
  const detail = objectAt(value, 'detail');
  const detailType = memberOf(value, 'detail-type');
  if (detail && typeof detailType === 'string') return bridged(value, detailType, detail);
  const [keys, bucket] = [memberOf(value, 's3ObjectKey'), memberOf(value, 's3Bucket')];
  if (Array.isArray(keys)) return objectsOf(keys.map((key) => [bucket, key]));
  if (memberOf(value, 'Event') === 's3:TestEvent') return { kind: 'test' };
  const records = memberOf(value, 'Records');
  if (Array.isArray(records) && records.every((one) => objectAt(one, 's3'))) return notified(records);
  // What a replay hands back: one record out of a file.
  return memberOf(value, 'eventID') !== undefined && memberOf(value, 'eventName') !== undefined
    ? { kind: 'record', record: value }
    : null;
}

/** An event on a bus. Only AWS can put one with a source `aws.…` (EventBridge API reference, PutEvents). */
function bridged(value: unknown, detailType: string, detail: Record<string, unknown>): QueueBody {
  const source = memberOf(value, 'source');
  if (detailType === 'Object Created' && source === 'aws.s3') {
    return objectsOf([[memberOf(memberOf(detail, 'bucket'), 'name'), memberOf(memberOf(detail, 'object'), 'key')]]);
  }
  if (!VIA_CLOUDTRAIL.test(detailType)) return { kind: 'dropped', as: 'other' };
  if (typeof source !== 'string' || !source.startsWith('aws.')) {
    throw new DecodeFault('forged_envelope', 'It says to come from CloudTrail, but its source is not one of AWS.');
  }
  const [told, recipient] = [memberOf(value, 'account'), memberOf(detail, 'recipientAccountId')];
  if (told !== undefined && recipient !== undefined && told !== recipient) {
    throw new DecodeFault('forged_envelope', 'The account of the envelope is not that of the record in it.');
  }
  return { kind: 'record', record: detail };
}

function notified(records: readonly unknown[]): QueueBody {
  const created = records.filter((one) => String(memberOf(one, 'eventName')).startsWith('ObjectCreated:'));
  return objectsOf(
    created.map((one) => {
      const s3 = objectAt(one, 's3');
      const key = memberOf(objectAt(s3, 'object'), 'key');
      return [memberOf(objectAt(s3, 'bucket'), 'name'), typeof key === 'string' ? decodeNotifiedKey(key) : key];
    }),
  );
}

function objectsOf(pairs: readonly (readonly unknown[])[]): QueueBody {
  if (pairs.length > MOST_OBJECTS)
    throw new DecodeFault('unknown_shape', `A notice of more than ${MOST_OBJECTS} objects.`);
  const objects = pairs.map(([bucket, key]) => {
    if (typeof bucket !== 'string' || !BUCKET.test(bucket) || typeof key !== 'string' || !isKey(key)) {
      throw new DecodeFault('unknown_shape', 'It names an object, but not by a bucket and a key.');
    }
    return { bucket, key };
  });
  return { kind: 'objects', objects };
}

const isKey = (key: string) =>
  key !== '' && Buffer.byteLength(key) <= 1024 && key.isWellFormed() && !/\p{Cc}/u.test(key);

/** What SNS carries. Its addresses (certificate, confirmation) are never opened; decision 0102 says what that leaves. */
function unwrapped(value: unknown): unknown {
  const [type, message, topic] = ['Type', 'Message', 'TopicArn'].map((key) => memberOf(value, key));
  if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') {
    throw new DecodeFault(
      'unknown_shape',
      'SNS asks to confirm a subscription: do it in SNS, no address of it is opened.',
    );
  }
  if (type !== 'Notification' || typeof message !== 'string') return unknownShape();
  if (typeof topic !== 'string' || !/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/.test(topic)) {
    throw new DecodeFault('forged_envelope', 'An envelope of SNS without the topic that it came through.');
  }
  // CloudTrail's first message to a new topic is a sentence.
  return message.startsWith('{') ? jsonOf(message, 'The message in the envelope of SNS') : unknownShape();
}

function unknownShape(): never {
  throw new DecodeFault(
    'unknown_shape',
    'Neither an event of EventBridge nor a notification of CloudTrail or S3, with or without SNS around it.',
  );
}
