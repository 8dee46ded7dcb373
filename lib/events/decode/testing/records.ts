import { gzipSync } from 'node:zlib';
import type { JsonObject } from '@/lib/collectors/types';

export const TEST_ACCOUNT = '586209417733';

/** A record with its members in the order that CloudTrail writes them; `n` makes it one of its own. */
export function trailRecord(n: number, changes: JsonObject = {}): JsonObject {
  const id = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const arn = `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/deployer/run-${n}`;
  const { readOnly = false, eventCategory = 'Management', ...others } = changes;
  return {
    eventVersion: '1.09',
    userIdentity: { type: 'AssumedRole', arn, accountId: TEST_ACCOUNT, accessKeyId: 'ASIAEXAMPLEEXAMPLE00' },
    eventTime: '2026-11-20T08:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketTagging',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.31',
    requestParameters: { bucketName: `bucket-${n}`, tagging: '' },
    responseElements: null,
    ...others,
    requestID: `request-${n}`,
    eventID: id,
    ...(readOnly === null ? {} : { readOnly }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: (others.recipientAccountId as string | undefined) ?? TEST_ACCOUNT,
    eventCategory,
  };
}

export const logFile = (records: readonly unknown[]): Buffer => gzipSync(JSON.stringify({ Records: records }));

export function logKey(
  name: string,
  { account = TEST_ACCOUNT, region = 'eu-west-1', day = '2026/11/20' } = {},
): string {
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${name}.json.gz`;
}

/** As EventBridge writes it. */
export function bridgeEnvelope(record: JsonObject, changes: JsonObject = {}): string {
  return JSON.stringify({
    version: '0',
    id: '9b0a1d2e-0000-4000-8000-000000000001',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: TEST_ACCOUNT,
    time: '2026-11-20T08:00:00Z',
    region: 'eu-west-1',
    resources: [],
    detail: record,
    ...changes,
  });
}

/** As SNS writes it: a member a line. */
export function snsEnvelope(message: string, changes: JsonObject = {}): string {
  const envelope = {
    Type: 'Notification',
    MessageId: '5f0d0f5e-0000-4000-8000-000000000002',
    TopicArn: `arn:aws:sns:eu-west-1:${TEST_ACCOUNT}:trail`,
    Message: message,
    Timestamp: '2026-11-20T08:00:01.000Z',
    SignatureVersion: '1',
    Signature: 'RVhBTVBMRQ==',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-x.pem',
    UnsubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe',
    ...changes,
  };
  const lines = Object.entries(envelope).map(([key, value]) => `  ${JSON.stringify(key)} : ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

export const trailNotice = (bucket: string, keys: readonly string[]) =>
  JSON.stringify({ s3Bucket: bucket, s3ObjectKey: keys });

export function s3Notice(bucket: string, keys: readonly string[]): string {
  return JSON.stringify({
    Records: keys.map((key) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'eu-west-1',
      eventTime: '2026-11-20T08:00:01.000Z',
      eventName: 'ObjectCreated:Put',
      s3: {
        s3SchemaVersion: '1.0',
        bucket: { name: bucket },
        object: { key: encodeURIComponent(key).replaceAll('%20', '+') },
      },
    })),
  });
}

/** What a subscription of CloudWatch Logs writes into a stream. */
export function logsPayload(records: readonly JsonObject[], changes: JsonObject = {}): Buffer {
  return gzipSync(
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: TEST_ACCOUNT,
      logGroup: 'trail',
      logStream: `${TEST_ACCOUNT}_CloudTrail_eu-west-1`,
      subscriptionFilters: ['mooring'],
      logEvents: records.map((record, n) => ({
        id: String(n).padStart(56, '3'),
        timestamp: 1_795_000_000_000 + n,
        message: JSON.stringify(record),
      })),
      ...changes,
    }),
  );
}
