import type { Instance } from '@aws-sdk/client-ec2';
import type { LambdaFunction } from '../lambda/state';
import type { Bucket } from '../s3/types';
import type { Account } from '../store/account';
import type { Step } from '../store/activity';
import type { Random } from '../store/random';
import { ADMIN_USER } from '../world/bootstrap';
import { isOff } from './actors';

/** A change that somebody would make, and what comes of it until everything is as it was. */
export type Plan = {
  region: string;
  target: string;
  first: Step;
  after: (answer: Record<string, unknown>) => Step[];
};

/** Undefined where the account has nothing for it. */
export type Scenario = (account: Account, random: Random) => Plan | undefined;

const step = (service: string, action: string, input: Record<string, unknown>): Step => ({ service, action, input });

/** Some row of a kind and the region it is in. */
function pickRow<T extends object>(account: Account, random: Random, kind: string, isGood: (row: T) => boolean) {
  const tables = [...account.kinds].filter(([key, table]) => key.startsWith(`${kind}/`) && table.size > 0);
  if (tables.length === 0) return undefined;
  const [key, table] = random.pick(tables);
  const rows: T[] = [];
  for (const [, row] of table.entries()) {
    if (isGood(row as T)) rows.push(row as T);
    if (rows.length === MOST) break;
  }
  return rows.length === 0 ? undefined : { row: random.pick(rows), region: key.slice(kind.length + 1) };
}

const MOST = 100;
const isOurs = (name: string) => /mooring|churn|trail|log/i.test(name);
const suffix = (random: Random) => random.text('abcdefghijklmnopqrstuvwxyz0123456789', 6);

const tagBucket: Scenario = (account, random) => {
  const found = pickRow<Bucket>(account, random, 's3.bucket', ({ name }) => !isOurs(name));
  if (found === undefined) return undefined;
  const { name: Bucket, region, settings } = found.row;
  const before = (settings.tags ?? []).map(({ Key, Value }) => ({ Key, Value }));
  const TagSet = [...before, { Key: 'reviewed-by', Value: random.pick(['security', 'platform', 'finops']) }];
  const restored =
    before.length > 0
      ? step('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: before } })
      : step('s3', 'DeleteBucketTagging', { Bucket });
  if (before.some(({ Key }) => Key === 'reviewed-by')) return undefined;
  return {
    region,
    target: Bucket,
    first: step('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet } }),
    after: () => [restored],
  };
};

const openBucket: Scenario = (account, random) => {
  const found = pickRow<Bucket>(
    account,
    random,
    's3.bucket',
    ({ name, settings }) => !isOurs(name) && settings.publicAccessBlock?.BlockPublicPolicy === true,
  );
  if (found === undefined) return undefined;
  const { name: Bucket, region, settings } = found.row;
  const PublicAccessBlockConfiguration = { ...settings.publicAccessBlock };
  return {
    region,
    target: Bucket,
    first: step('s3', 'DeletePublicAccessBlock', { Bucket }),
    after: () => [step('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration })],
  };
};

const tagInstance: Scenario = (account, random) => {
  const found = pickRow<Instance>(
    account,
    random,
    'ec2.instance',
    ({ State, Tags }) => State?.Name === 'running' && !Tags?.some(({ Key }) => Key === 'maintenance'),
  );
  const id = found?.row.InstanceId;
  if (found === undefined || id === undefined) return undefined;
  const Tags = [{ Key: 'maintenance', Value: `CHG-${random.between(10_000, 99_999)}` }];
  return {
    region: found.region,
    target: id,
    first: step('ec2', 'CreateTags', { Resources: [id], Tags }),
    after: () => [step('ec2', 'DeleteTags', { Resources: [id], Tags: [{ Key: 'maintenance' }] })],
  };
};

const openPort: Scenario = (account, random) => {
  const found = pickRow<{ GroupId: string }>(account, random, 'ec2.security-group', () => true);
  if (found === undefined) return undefined;
  const { GroupId } = found.row;
  const port = random.pick([22, 443, 3306, 5432, 6379, 8080, 8443]);
  const CidrIp = random.chance(0.2) ? '0.0.0.0/0' : `198.51.100.${random.between(1, 254)}/32`;
  const IpPermissions = [
    { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp, Description: 'temporary, to debug' }] },
  ];
  return {
    region: found.region,
    target: GroupId,
    first: step('ec2', 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions }),
    after: () => [step('ec2', 'RevokeSecurityGroupIngress', { GroupId, IpPermissions })],
  };
};

const rotateKey: Scenario = (account, random) => {
  const users = account.users
    .list()
    .filter((user) => user.name !== ADMIN_USER && !isOff(user) && user.accessKeys.length < 2)
    .slice(0, MOST);
  if (users.length === 0) return undefined;
  const { name: UserName } = random.pick(users);
  return {
    region: 'us-east-1',
    target: `user/${UserName}`,
    first: step('iam', 'CreateAccessKey', { UserName }),
    after: (answer) => {
      const { AccessKeyId } = answer.AccessKey as { AccessKeyId: string };
      return [
        step('iam', 'UpdateAccessKey', { UserName, AccessKeyId, Status: 'Inactive' }),
        step('iam', 'DeleteAccessKey', { UserName, AccessKeyId }),
      ];
    },
  };
};

const tryRole: Scenario = (_account, random) => {
  const RoleName = `${random.pick(['debug', 'migration', 'poc', 'incident'])}-${suffix(random)}`;
  const PolicyArn = random.pick(
    ['ReadOnlyAccess', 'AmazonS3ReadOnlyAccess', 'PowerUserAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`),
  );
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  return {
    region: 'us-east-1',
    target: `role/${RoleName}`,
    first: step('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument, Description: 'To be deleted' }),
    after: () => [
      step('iam', 'AttachRolePolicy', { RoleName, PolicyArn }),
      step('iam', 'TagRole', { RoleName, Tags: [{ Key: 'owner', Value: 'platform' }] }),
      step('iam', 'DetachRolePolicy', { RoleName, PolicyArn }),
      step('iam', 'DeleteRole', { RoleName }),
    ],
  };
};

const useVolume: Scenario = (account, random) => {
  const found = pickRow<{ AvailabilityZone?: string }>(
    account,
    random,
    'ec2.subnet',
    ({ AvailabilityZone }) => AvailabilityZone !== undefined,
  );
  if (found === undefined) return undefined;
  const input = {
    AvailabilityZone: found.row.AvailabilityZone,
    Size: random.between(8, 200),
    VolumeType: 'gp3',
    Encrypted: random.chance(0.6),
  };
  return {
    region: found.region,
    target: `volume/${suffix(random)}`,
    first: step('ec2', 'CreateVolume', input),
    after: ({ VolumeId }) => [
      step('ec2', 'CreateTags', { Resources: [VolumeId], Tags: [{ Key: 'Name', Value: `scratch-${suffix(random)}` }] }),
      step('ec2', 'DeleteVolume', { VolumeId }),
    ],
  };
};

const tuneFunction: Scenario = (account, random) => {
  const found = pickRow<LambdaFunction>(
    account,
    random,
    'lambda.function',
    ({ configuration }) => !isOurs(configuration.FunctionName),
  );
  if (found === undefined) return undefined;
  const { FunctionName, Timeout = 3, MemorySize = 128 } = found.row.configuration;
  return {
    region: found.region,
    target: FunctionName,
    first: step('lambda', 'UpdateFunctionConfiguration', {
      FunctionName,
      Timeout: Math.min(Timeout * 2, 900),
      MemorySize: MemorySize * 2,
    }),
    after: () => [step('lambda', 'UpdateFunctionConfiguration', { FunctionName, Timeout, MemorySize })],
  };
};

const tryQueue: Scenario = (_account, random) => {
  const QueueName = `backfill-${suffix(random)}`;
  return {
    region: 'eu-west-1',
    target: `queue/${QueueName}`,
    first: step('sqs', 'CreateQueue', { QueueName, tags: { team: random.pick(['data', 'ledger', 'search']) } }),
    after: ({ QueueUrl }) => [
      step('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '120' } }),
      step('sqs', 'DeleteQueue', { QueueUrl }),
    ],
  };
};

const tryFunction: Scenario = (account, random) => {
  const roles = account.roles.list().filter((role) => role.trust.includes('lambda.amazonaws.com') && !isOff(role));
  if (roles.length === 0) return undefined;
  const FunctionName = `${random.pick(['nightly-report', 'resize-images', 'sync-ledger'])}-${suffix(random)}`;
  const Code = { S3Bucket: 'northquay-builds', S3Key: `${FunctionName}/${suffix(random)}.zip` };
  const input = { FunctionName, Code, Role: random.pick(roles).arn, Runtime: 'nodejs22.x', Handler: 'index.handler' };
  return {
    region: 'eu-west-1',
    target: `function/${FunctionName}`,
    first: step('lambda', 'CreateFunction', input),
    after: () => [
      step('lambda', 'UpdateFunctionConfiguration', { FunctionName, Timeout: 30, MemorySize: 512 }),
      step('lambda', 'DeleteFunction', { FunctionName }),
    ],
  };
};

/** What happens in an account on a common day; some of it should not. */
export const SCENARIOS: readonly Scenario[] = [
  tagBucket,
  openBucket,
  tagInstance,
  openPort,
  openPort,
  rotateKey,
  tryRole,
  useVolume,
  tuneFunction,
  tryFunction,
  tryQueue,
];
