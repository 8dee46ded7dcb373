import { randomBytes, randomUUID } from 'node:crypto';
import type { ChangeRecord } from '../store/change-log';
import { recordText } from './record-text';

const hexUpper = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase();

/** What an EventBridge rule sends of a call that a trail recorded (EventBridge User Guide, "AWS service events via CloudTrail"). */
export function eventBridgeEnvelope(record: ChangeRecord): string {
  const source = `aws.${record.eventSource.replace('.amazonaws.com', '')}`;
  const { recipientAccountId: account, eventTime: time, awsRegion: region } = record;
  const head = { version: '0', id: randomUUID(), 'detail-type': 'AWS API Call via CloudTrail', source };
  const envelope = JSON.stringify({ ...head, account, time, region, resources: [] });
  return `${envelope.slice(0, -1)},"detail":${recordText(record)}}`;
}

/** SNS's envelope as a queue gets it. The signature has the form of one; no certificate stands behind it. */
export function snsEnvelope(topicArn: string, message: string, at: number, subject?: string): string {
  const region = topicArn.split(':')[3] ?? '';
  const host = `https://sns.${region}.amazonaws.com`;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: randomBytes(256).toString('base64'),
    SigningCertURL: `${host}/SimpleNotificationService-${randomBytes(16).toString('hex')}.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${topicArn}:${randomUUID()}`,
  });
}

export type NotifiedObject = {
  bucket: string;
  region: string;
  ownerId: string;
  key: string;
  size: number;
  etag: string;
  at: number;
};

/** S3's own notification of one new object; keys are URL-encoded, a space is a plus (S3 User Guide, "Event message structure"). */
export function s3Notification(object: NotifiedObject): string {
  const key = encodeURIComponent(object.key).replaceAll('%2F', '/').replaceAll('%20', '+');
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: object.region,
    eventTime: new Date(object.at).toISOString(),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AROAI6ZMWVXR3IZ6MKNSW:i-cloudtrail' },
    requestParameters: { sourceIPAddress: '52.94.76.101' },
    responseElements: { 'x-amz-request-id': hexUpper(8), 'x-amz-id-2': randomBytes(57).toString('base64') },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'cloudtrail-logs',
      bucket: {
        name: object.bucket,
        ownerIdentity: { principalId: `A${object.ownerId}` },
        arn: `arn:aws:s3:::${object.bucket}`,
      },
      object: { key, size: object.size, eTag: object.etag.replaceAll('"', ''), sequencer: `00${hexUpper(8)}` },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** What S3 sends once when notifications are set up. */
export const s3TestEvent = (bucket: string, at: number) =>
  JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(at).toISOString(),
    Bucket: bucket,
    RequestId: hexUpper(8),
    HostId: randomBytes(57).toString('base64'),
  });

/** What CloudTrail publishes once when it is given a topic: no JSON. */
export const VALIDATION_MESSAGE = 'CloudTrail validation message.';

/** CloudTrail's own notification of the log files it put into the bucket. */
export const cloudTrailNotification = (bucket: string, keys: readonly string[]) =>
  JSON.stringify({ s3Bucket: bucket, s3ObjectKey: keys });
