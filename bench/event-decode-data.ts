import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const ACCOUNT = '586209417733';
const hex = (text: string) => createHash('sha256').update(text).digest('hex');
const uuid = (text: string) => hex(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** What a region's file is mixed of: their records end differently, some by no host at all. */
const SERVICES = ['ec2', 'sts', 'kms', 's3', 'lambda', 'logs', 'dynamodb', 'autoscaling', 'monitoring', 'ssm'];

/** A record as CloudTrail writes it, about 1.3 KB; one in ten is a change, one change in fifty failed. */
export function record(n: number): string {
  const change = n % 10 === 3;
  const role = `service-${n % 97}`;
  const noise = hex(`noise ${n}`);
  const service = SERVICES[Number.parseInt(noise.slice(0, 4), 16) % SERVICES.length];
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROA${hex(role).slice(0, 17).toUpperCase()}:${noise.slice(0, 17)}`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${noise.slice(0, 17)}`,
      accountId: ACCOUNT,
      accessKeyId: `ASIA${noise.slice(20, 36).toUpperCase()}`,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: `AROA${hex(role).slice(0, 17).toUpperCase()}`,
          arn: `arn:aws:iam::${ACCOUNT}:role/${role}`,
          accountId: ACCOUNT,
          userName: role,
        },
        attributes: { creationDate: '2026-11-20T07:41:12Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: `2026-11-20T08:0${n % 5}:${String(n % 60).padStart(2, '0')}Z`,
    eventSource: 'ec2.amazonaws.com',
    eventName: change ? 'ModifyInstanceAttribute' : 'DescribeInstances',
    awsRegion: 'eu-west-1',
    sourceIPAddress: `10.${n % 256}.${(n * 7) % 256}.${(n * 13) % 256}`,
    userAgent: 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#amd64 api/ec2#1.253.0',
    ...(change && n % 500 === 3
      ? { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'You are not authorized.' }
      : {}),
    requestParameters: { instancesSet: { items: [{ instanceId: `i-${noise.slice(36, 53)}` }] }, filterSet: { noise } },
    responseElements: change ? { requestId: uuid(`request ${n}`), _return: true } : null,
    additionalEventData: {
      SignatureVersion: 'SigV4',
      'x-amz-id-2': Buffer.from(hex(`one ${n}`) + hex(`two ${n}`), 'hex').toString('base64'),
      bytesTransferredIn: n % 1_000,
    },
    requestID: uuid(`request ${n}`),
    eventID: uuid(`event ${n}`),
    readOnly: !change,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    tlsDetails:
      service === 'autoscaling'
        ? undefined
        : {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: `${service}.eu-west-1.amazonaws.com`,
          },
  });
}

export type LogFiles = { files: Buffer[]; events: number; bytes: number; ratio: number };

/** Log files of so many events each, as CloudTrail compresses them. */
export function logFiles(events: number, perFile: number): LogFiles {
  const files: Buffer[] = [];
  let bytes = 0;
  for (let first = 0; first < events; first += perFile) {
    const records = Array.from({ length: Math.min(perFile, events - first) }, (_, n) => record(first + n));
    const content = `{"Records":[${records.join(',')}]}`;
    bytes += Buffer.byteLength(content);
    files.push(gzipSync(content));
  }
  return { files, events, bytes, ratio: bytes / files.reduce((sum, { length }) => sum + length, 0) };
}

/** The same as EventBridge puts it into a queue. */
export function envelope(n: number): string {
  const id = uuid(`envelope ${n}`);
  return `{"version":"0","id":"${id}","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","account":"${ACCOUNT}","time":"2026-11-20T08:00:00Z","region":"eu-west-1","resources":[],"detail":${record(n)}}`;
}

/** The same as a subscription of CloudWatch Logs puts it into a stream, so many events a record. */
export function logsPayload(first: number, count: number): Buffer {
  const logEvents = Array.from({ length: count }, (_, n) => ({
    id: String(first + n).padStart(56, '3'),
    timestamp: 1_795_000_000_000 + n,
    message: record(first + n),
  }));
  const head = { messageType: 'DATA_MESSAGE', owner: ACCOUNT, logGroup: 'trail', logStream: 'trail_1' };
  return gzipSync(JSON.stringify({ ...head, subscriptionFilters: ['mooring'], logEvents }));
}
