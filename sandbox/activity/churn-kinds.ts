import type { Step } from '../store/activity';
import type { Random } from '../store/random';

/** What churn makes of one kind, changes and takes away. `n` is a number that no other thing or change has. */
export type ChurnKind = {
  create: (name: string, region: string) => Step;
  /** What the others name it by: of the input's name and what creating it answered. */
  idOf: (name: string, answer: Record<string, unknown>, place: { region: string; account: string }) => string;
  /** Each changes something that a scan would see. */
  update: (id: string, n: number, random: Random) => Step;
  remove: (id: string) => Step;
};

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const policy = (n: number) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::churned-${n}/*` }],
  });
const tag = (n: number) => ({ Key: 'revision', Value: String(n) });
const textOf = (answer: Record<string, unknown>, name: string) => String(answer[name] ?? '');

export const CHURN_KINDS = {
  s3: {
    create: (Bucket, region) => ({
      service: 's3',
      action: 'CreateBucket',
      input: {
        Bucket,
        ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }),
      },
    }),
    idOf: (name) => name,
    update: (Bucket, n, random) =>
      random.chance(0.7)
        ? { service: 's3', action: 'PutBucketTagging', input: { Bucket, Tagging: { TagSet: [tag(n)] } } }
        : {
            service: 's3',
            action: 'PutBucketPolicy',
            input: {
              Bucket,
              Policy: JSON.stringify({
                Version: '2012-10-17',
                Statement: [
                  {
                    Sid: `Revision${n}`,
                    Effect: 'Deny',
                    Principal: '*',
                    Action: 's3:PutObject',
                    Resource: `arn:aws:s3:::${Bucket}/*`,
                    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
                  },
                ],
              }),
            },
          },
    remove: (Bucket) => ({ service: 's3', action: 'DeleteBucket', input: { Bucket } }),
  },
  iam: {
    create: (RoleName) => ({
      service: 'iam',
      action: 'CreateRole',
      input: { RoleName, AssumeRolePolicyDocument: trust },
    }),
    idOf: (name) => name,
    update: (RoleName, n, random) =>
      random.chance(0.5)
        ? { service: 'iam', action: 'TagRole', input: { RoleName, Tags: [tag(n)] } }
        : { service: 'iam', action: 'UpdateRole', input: { RoleName, Description: `Revision ${n}` } },
    remove: (RoleName) => ({ service: 'iam', action: 'DeleteRole', input: { RoleName } }),
  },
  'iam-policy': {
    create: (PolicyName) => ({
      service: 'iam',
      action: 'CreatePolicy',
      input: { PolicyName, PolicyDocument: policy(0) },
    }),
    idOf: (name, _answer, { account }) => `arn:aws:iam::${account}:policy/${name}`,
    update: (PolicyArn, n) => ({ service: 'iam', action: 'TagPolicy', input: { PolicyArn, Tags: [tag(n)] } }),
    remove: (PolicyArn) => ({ service: 'iam', action: 'DeletePolicy', input: { PolicyArn } }),
  },
  ec2: {
    create: (GroupName) => ({
      service: 'ec2',
      action: 'CreateSecurityGroup',
      input: { GroupName, Description: 'Made by churn' },
    }),
    idOf: (_name, answer) => textOf(answer, 'GroupId'),
    update: (GroupId, n, random) =>
      random.chance(0.5)
        ? { service: 'ec2', action: 'CreateTags', input: { Resources: [GroupId], Tags: [tag(n)] } }
        : {
            service: 'ec2',
            action: 'AuthorizeSecurityGroupIngress',
            input: {
              GroupId,
              IpPermissions: [
                {
                  IpProtocol: 'tcp',
                  FromPort: 443,
                  ToPort: 443,
                  IpRanges: [{ CidrIp: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}/32` }],
                },
              ],
            },
          },
    remove: (GroupId) => ({ service: 'ec2', action: 'DeleteSecurityGroup', input: { GroupId } }),
  },
  'ec2-volume': {
    create: (_name, region) => ({
      service: 'ec2',
      action: 'CreateVolume',
      input: { AvailabilityZone: `${region}a`, Size: 8, VolumeType: 'gp3' },
    }),
    idOf: (_name, answer) => textOf(answer, 'VolumeId'),
    update: (VolumeId, n) => ({
      service: 'ec2',
      action: 'CreateTags',
      input: { Resources: [VolumeId], Tags: [tag(n)] },
    }),
    remove: (VolumeId) => ({ service: 'ec2', action: 'DeleteVolume', input: { VolumeId } }),
  },
  sqs: {
    create: (QueueName) => ({ service: 'sqs', action: 'CreateQueue', input: { QueueName } }),
    idOf: (_name, answer) => textOf(answer, 'QueueUrl'),
    update: (QueueUrl, n, random) =>
      random.chance(0.5)
        ? { service: 'sqs', action: 'TagQueue', input: { QueueUrl, Tags: { revision: String(n) } } }
        : {
            service: 'sqs',
            action: 'SetQueueAttributes',
            input: { QueueUrl, Attributes: { MessageRetentionPeriod: String(60 + (n % 1_000_000)) } },
          },
    remove: (QueueUrl) => ({ service: 'sqs', action: 'DeleteQueue', input: { QueueUrl } }),
  },
  dynamodb: {
    create: (TableName) => ({
      service: 'dynamodb',
      action: 'CreateTable',
      input: {
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    }),
    idOf: (name, _answer, { region, account }) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
    update: (ResourceArn, n) => ({
      service: 'dynamodb',
      action: 'TagResource',
      input: { ResourceArn, Tags: [tag(n)] },
    }),
    remove: (arn) => ({
      service: 'dynamodb',
      action: 'DeleteTable',
      input: { TableName: arn.slice(arn.indexOf('/') + 1) },
    }),
  },
} as const satisfies Record<string, ChurnKind>;

export type ChurnKindName = keyof typeof CHURN_KINDS;
export const CHURN_KIND_NAMES = Object.keys(CHURN_KINDS) as ChurnKindName[];
