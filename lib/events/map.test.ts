import { describe, expect, test } from 'vitest';
import type { JsonObject } from '@/lib/collectors/types';
import { mapEvent } from './map';
import { parseRecord } from './record';

const ACCOUNT = '339712905844';

/** Targets as `effect type region id|arn|name`, and the reason where there are none. */
function told(eventSource: string, eventName: string, more: object = {}): string[] {
  const record = parseRecord({
    eventID: 'e-1',
    eventTime: '2026-11-21T08:30:00Z',
    eventSource: `${eventSource}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-central-1',
    recipientAccountId: ACCOUNT,
    ...more,
  });
  if (record === null) throw new Error('not a record');
  const { targets, reason } = mapEvent(record);
  if (reason !== undefined) return [reason];
  const short = (type: string) => type.replace(/^AWS::/, '');
  return targets.map(
    ({ type, region, ref, effect }) => `${effect} ${short(type)} ${region} ${ref.id ?? ref.arn ?? ref.name}`,
  );
}
const asks = (requestParameters: JsonObject, more: object = {}) => ({ requestParameters, ...more });

describe('scope', () => {
  test('what an account has once is global, wherever the record is from', () => {
    expect(told('iam', 'TagRole', asks({ roleName: 'ci' }, { awsRegion: 'us-east-1' }))).toEqual([
      'upsert IAM::Role global ci',
    ]);
  });

  test('a bucket is where its record is', () => {
    expect(told('s3', 'PutBucketTagging', asks({ bucketName: 'b' }))).toEqual(['upsert S3::Bucket eu-central-1 b']);
  });

  test('an ARN knows its region better than the record', () => {
    const arn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/mrk-1`;
    const primary = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/mrk-1`;
    const more = { responseElements: { replicaKeyMetadata: { arn } } };
    expect(told('kms', 'ReplicateKey', asks({ keyId: primary }, more))).toEqual([
      `upsert KMS::Key eu-west-1 ${arn}`,
      `upsert KMS::Key eu-central-1 ${primary}`,
    ]);
  });

  test('a copy of what happened to another account is left to that account', () => {
    const arn = 'arn:aws:kms:eu-central-1:730335184422:key/1';
    expect(told('kms', 'CreateGrant', asks({ keyId: arn }))).toEqual(['noReference']);
    const resources = [{ ARN: 'arn:aws:s3:::shared', accountId: '730335184422', type: 'AWS::S3::Bucket' }];
    expect(told('s3', 'PutBucketPolicy', asks({ bucketName: 'shared' }, { resources }))).toEqual(['noReference']);
  });

  test("AWS's own policies are none of the account's", () => {
    const policyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
    expect(told('iam', 'AttachRolePolicy', asks({ roleName: 'ci', policyArn }))).toEqual([
      'upsert IAM::Role global ci',
    ]);
  });
});

describe('reasons', () => {
  test('an event that no type declares', () => {
    expect(told('ssm', 'PutParameter', asks({ name: 'p' }))).toEqual(['noCollector']);
  });
  test('one that does not say which', () => {
    expect(told('ec2', 'DisassociateRouteTable', asks({ associationId: 'rtbassoc-1' }))).toEqual(['noReference']);
  });
  test('tags of what is not collected', () => {
    const resourcesSet = { items: [{ resourceId: 'fl-1' }] };
    expect(told('ec2', 'CreateTags', asks({ resourcesSet }))).toEqual(['noCollector']);
  });
});

describe('both ends and several types', () => {
  test('tags of several types at once', () => {
    const resourcesSet = { items: ['i-1', 'vol-2', 'lt-3', 'fl-4'].map((resourceId) => ({ resourceId })) };
    expect(told('ec2', 'CreateTags', asks({ resourcesSet })).sort()).toEqual([
      'upsert EC2::Instance eu-central-1 i-1',
      'upsert EC2::LaunchTemplate eu-central-1 lt-3',
      'upsert EC2::Volume eu-central-1 vol-2',
    ]);
  });

  test('an attachment', () => {
    expect(told('ec2', 'AttachVolume', asks({ volumeId: 'vol-1', instanceId: 'i-1' })).sort()).toEqual([
      'upsert EC2::Instance eu-central-1 i-1',
      'upsert EC2::Volume eu-central-1 vol-1',
    ]);
  });

  test('a launch', () => {
    const interfaces = { items: [{ networkInterfaceId: 'eni-1' }, { networkInterfaceId: 'eni-2' }] };
    const instancesSet = { items: [{ instanceId: 'i-1', networkInterfaceSet: interfaces }, { instanceId: 'i-2' }] };
    expect(told('ec2', 'RunInstances', { responseElements: { instancesSet } }).sort()).toEqual([
      'upsert EC2::Instance eu-central-1 i-1',
      'upsert EC2::Instance eu-central-1 i-2',
      'upsert EC2::NetworkInterface eu-central-1 eni-1',
      'upsert EC2::NetworkInterface eu-central-1 eni-2',
    ]);
  });

  test('an access key and its user, who need not be named', () => {
    const userIdentity = { type: 'IAMUser', userName: 'ana', accountId: ACCOUNT };
    expect(told('iam', 'DeleteAccessKey', asks({ accessKeyId: 'AKIA1' }, { userIdentity }))).toEqual([
      'upsert IAM::User global ana',
      'delete IAM::AccessKey global AKIA1',
    ]);
  });

  test('root itself', () => {
    const userIdentity = { type: 'Root', accountId: ACCOUNT };
    const more = { userIdentity, responseElements: { accessKey: { accessKeyId: 'AKIA1' } } };
    expect(told('iam', 'CreateAccessKey', more)).toContain('upsert IAM::AccountSummary global Account summary');
    expect(told('iam', 'EnableMFADevice', asks({ userName: 'AWS ROOT USER' }, { userIdentity }))).toEqual([
      'upsert IAM::AccountSummary global Account summary',
    ]);
  });

  test('records of a batch, of which one is made again', () => {
    const change = (action: string, name: string) => ({ action, resourceRecordSet: { name, type: 'A' } });
    const changes = [change('DELETE', 'a.example'), change('CREATE', 'a.example'), change('DELETE', 'b.example.')];
    expect(
      told('route53', 'ChangeResourceRecordSets', asks({ hostedZoneId: '/hostedzone/Z1', changeBatch: { changes } })),
    ).toEqual([
      'upsert Route53::HostedZone global Z1',
      'upsert Route53::RecordSet global Z1 a.example. A',
      'delete Route53::RecordSet global Z1 b.example. A',
    ]);
  });
});

test('what goes with a thing is told by the scope it was in', () => {
  const instancesSet = { items: [{ instanceId: 'i-1' }] };
  const record = parseRecord({
    eventID: 'e-1',
    eventTime: '2026-11-21T08:30:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'TerminateInstances',
    awsRegion: 'eu-central-1',
    recipientAccountId: ACCOUNT,
    requestParameters: { instancesSet },
  });
  const { targets, untold } = record ? mapEvent(record) : { targets: [], untold: [] };
  expect(targets).toEqual([
    { type: 'AWS::EC2::Instance', region: 'eu-central-1', ref: { id: 'i-1' }, effect: 'delete' },
  ]);
  expect(untold.map(({ type }) => type).sort()).toEqual([
    'AWS::EC2::EIP',
    'AWS::EC2::NetworkInterface',
    'AWS::EC2::Volume',
  ]);
});

describe('oddities of services', () => {
  test.each([
    [{ VpcEndpointId: { tag: 1, content: 'vpce-1' } }, ['vpce-1']],
    [
      {
        VpcEndpointId: [
          { tag: 1, content: 'vpce-1' },
          { tag: 2, content: 'vpce-2' },
        ],
      },
      ['vpce-1', 'vpce-2'],
    ],
    [{ VpcEndpointId: ['vpce-1', 'vpce-2'] }, ['vpce-1', 'vpce-2']],
  ])('newer calls of EC2 are recorded within their request: %j', (DeleteVpcEndpointsRequest, expected) => {
    expect(told('ec2', 'DeleteVpcEndpoints', asks({ DeleteVpcEndpointsRequest }))).toEqual(
      expected.map((id) => `delete EC2::VPCEndpoint eu-central-1 ${id}`),
    );
  });

  test.each([
    [{ item: { instanceIds: { item: 'i-1' } } }, ['i-1']],
    [{ item: [{ instanceIds: { item: ['i-1', 'i-2'] } }, { instanceIds: { item: 'i-3' } }] }, ['i-1', 'i-2', 'i-3']],
  ])('answers of newer calls have lists or the one member: %j', (fleetInstanceSet, expected) => {
    const responseElements = { CreateFleetResponse: { fleetInstanceSet } };
    expect(told('ec2', 'CreateFleet', { responseElements })).toEqual(
      expected.map((id) => `upsert EC2::Instance eu-central-1 ${id}`),
    );
  });

  test('a version of a function goes, the function stays', () => {
    const functionName = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:resize`;
    const stays = [`upsert Lambda::Function eu-central-1 ${functionName}`];
    expect(told('lambda', 'DeleteFunction20150331', asks({ functionName: `${functionName}:7` }))).toEqual(stays);
    expect(told('lambda', 'DeleteFunction20150331', asks({ functionName, qualifier: '7' }))).toEqual(stays);
    expect(told('lambda', 'DeleteFunction20150331', asks({ functionName }))).toEqual([
      stays[0]?.replace('upsert', 'delete'),
    ]);
  });

  test('a secret stays until its time is over', () => {
    const secretId = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:db-AbCdEf`;
    const line = (effect: string) => [`${effect} SecretsManager::Secret eu-central-1 ${secretId}`];
    expect(told('secretsmanager', 'DeleteSecret', asks({ secretId }))).toEqual(line('upsert'));
    expect(told('secretsmanager', 'DeleteSecret', asks({ secretId, forceDeleteWithoutRecovery: true }))).toEqual(
      line('delete'),
    );
    const ended = { eventType: 'AwsServiceEvent', additionalEventData: { SecretId: secretId } };
    expect(told('secretsmanager', 'EndSecretVersionDelete', ended)).toEqual(line('delete'));
  });

  test('a new name counts when it is given at once', () => {
    const names = { dBInstanceIdentifier: 'old', newDBInstanceIdentifier: 'new' };
    expect(told('rds', 'ModifyDBInstance', asks({ ...names, applyImmediately: true }))).toEqual([
      'upsert RDS::DBInstance eu-central-1 new',
    ]);
    expect(told('rds', 'ModifyDBInstance', asks(names))).toEqual(['upsert RDS::DBInstance eu-central-1 old']);
  });

  test('what services do by themselves', () => {
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
    const resources = [{ ARN: key, accountId: ACCOUNT, type: 'AWS::KMS::Key' }];
    const service = (more: object) => ({
      eventType: 'AwsServiceEvent',
      userIdentity: { invokedBy: 'AWS Internal' },
      ...more,
    });
    expect(told('kms', 'DeleteKey', service({ resources }))).toEqual([`delete KMS::Key eu-west-1 ${key}`]);
    expect(told('ec2', 'BidEvictedEvent', service({ serviceEventDetails: { instanceIdSet: ['i-1'] } }))).toEqual([
      'delete EC2::Instance eu-central-1 i-1',
    ]);
    const made = { createAccountStatus: { state: 'SUCCEEDED', accountId: '111111111111' } };
    expect(told('organizations', 'CreateAccountResult', service({ serviceEventDetails: made }))).toEqual([
      'upsert Organizations::Account global 111111111111',
    ]);
  });

  test('a rule of EventBridge and a server of Transfer are known by ARNs that records do not tell', () => {
    const rule = (name: string) => `Events::Rule eu-central-1 arn:aws:events:eu-central-1:${ACCOUNT}:rule/${name}`;
    expect(told('events', 'DeleteRule', asks({ name: 'nightly' }))).toEqual([`delete ${rule('nightly')}`]);
    expect(told('events', 'PutTargets', asks({ rule: 'r', eventBusName: 'orders' }))).toEqual([
      `upsert ${rule('orders/r')}`,
    ]);
    expect(told('transfer', 'StopServer', asks({ serverId: 's-1' }))).toEqual([
      `upsert Transfer::Server eu-central-1 arn:aws:transfer:eu-central-1:${ACCOUNT}:server/s-1`,
    ]);
  });

  test('an ARN within a URL', () => {
    const clusterArn = `arn%3Aaws%3Akafka%3Aeu-central-1%3A${ACCOUNT}%3Acluster%2Fc%2F1`;
    expect(told('kafka', 'DeleteCluster', asks({ clusterArn }))).toEqual([
      `delete MSK::Cluster eu-central-1 arn:aws:kafka:eu-central-1:${ACCOUNT}:cluster/c/1`,
    ]);
  });
});
