import {
  CreateBucketCommand,
  DeleteBucketCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLoggingCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type CollectorBench, collectorBench, expectSoundCollector } from '@/lib/collectors/testing/collect';
import { bucketCollector } from './bucket';

let bench: CollectorBench;
beforeAll(async () => {
  bench = await collectorBench();
});
afterAll(() => bench.close());
afterEach(() => bench.aws.sandbox.faults.clear());

const KEY = 'arn:aws:kms:eu-west-1:204715938266:key/0f4a1c22-6a3d-4b51-8f0e-0d5b7c1f2a34';
const make = (Bucket: string, region?: string) =>
  bench.maker(region).s3.send(
    new CreateBucketCommand({
      Bucket,
      ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    }),
  );

test('an account without buckets has none in any region', async () => {
  expect(await bench.list(bucketCollector)).toEqual([]);
});

test('a bucket as it was made, and one with everything set', async () => {
  const { s3 } = bench.maker();
  await make('collector-plain');
  await make('collector-logs');
  const Bucket = 'collector-full';
  await make(Bucket);
  await s3.send(
    new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { IgnorePublicAcls: true } }),
  );
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    }),
  );
  await s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
  };
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: KEY } }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const LoggingEnabled = { TargetBucket: 'collector-logs', TargetPrefix: 'full/' };
  await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'data' }] } }));
  const QueueArn = 'arn:aws:sqs:eu-west-1:204715938266:uploads';
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { QueueConfigurations: [{ Id: 'q', QueueArn, Events: ['s3:ObjectCreated:*'] }] },
    }),
  );

  const found = new Map((await bench.list(bucketCollector)).map((bucket) => [bucket.name, bucket]));
  expect([...found.keys()].sort()).toEqual(['collector-full', 'collector-logs', 'collector-plain']);
  expect(found.get('collector-plain')).toMatchObject({
    id: 'arn:aws:s3:::collector-plain',
    region: 'eu-west-1',
    tags: {},
    unread: [],
    relationships: [],
    attributes: {
      publicAccessBlock: {
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      },
      policy: null,
      policyStatus: null,
      ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
      encryption: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
      versioning: null,
      logging: null,
      lifecycle: null,
      replication: null,
      notification: null,
      acl: { grants: [{ permission: 'FULL_CONTROL' }] },
    },
  });
  const full = found.get(Bucket);
  expect(full).toMatchObject({
    tags: { team: 'data' },
    attributes: {
      publicAccessBlock: { ignorePublicAcls: true, restrictPublicBuckets: false },
      policy,
      policyStatus: { isPublic: true },
      versioning: { status: 'Enabled' },
      logging: { targetBucket: 'collector-logs', targetPrefix: 'full/' },
    },
  });
  expect(JSON.stringify(full?.attributes.acl)).toContain('"uri":"http://acs.amazonaws.com/groups/global/AllUsers"');
  expect(full?.relationships).toEqual([
    { kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KEY },
    { kind: 'logsTo', toType: 'AWS::S3::Bucket', toArn: 'arn:aws:s3:::collector-logs' },
    { kind: 'deliversTo', toType: 'AWS::SQS::Queue', toArn: QueueArn },
  ]);
  await expectSoundCollector(bench, bucketCollector);
});

test('each region takes its own buckets from one list', async () => {
  await make('collector-american', 'us-east-1');
  const ctx = bench.contextOf(bucketCollector, 'us-east-1');
  const names = async (region: string) => {
    const listed: string[] = [];
    for await (const page of bucketCollector.list({
      ...ctx,
      region,
      clients: bench.contextOf(bucketCollector, region).clients,
    })) {
      listed.push(...page.items.map(({ bucket }) => bucket.name));
    }
    return listed;
  };
  const before = bench.aws.sandbox.calls.count('ListBuckets');
  expect(await names('us-east-1')).toEqual(['collector-american']);
  expect(await names('eu-west-1')).toHaveLength(3);
  expect(await names('eu-west-2')).toEqual([]);
  expect(bench.aws.sandbox.calls.count('ListBuckets') - before).toBe(1);
});

test('what is denied stays unread, whatever is open stays read, and nothing is lost', async () => {
  bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'GetBucketPolicy' } });
  bench.aws.sandbox.faults.add({ kind: 'deny', match: { action: 'GetBucketTagging' } });
  const ctx = bench.contextOf(bucketCollector);
  for await (const page of bucketCollector.list(ctx)) {
    expect(page.items).toHaveLength(3);
    expect(new Set(page.gaps?.map(({ aspect, action }) => `${aspect} ${action}`))).toEqual(
      new Set(['policy s3:GetBucketPolicy', 'tags s3:GetBucketTagging']),
    );
    for (const raw of page.items) {
      const bucket = bucketCollector.normalize(raw, ctx);
      expect(bucket.unread).toEqual(['attributes.policy', 'tags']);
      expect(bucket.attributes).not.toHaveProperty('policy');
      expect(bucket.attributes.encryption).toBeTruthy();
      expect(bucket.attributes).toHaveProperty('policyStatus');
    }
  }
});

test('a bucket that goes between the list and its reads is left out; later it is missing', async () => {
  const error = {
    kind: 'error',
    code: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
    status: 404,
  } as const;
  bench.aws.sandbox.faults.add({ ...error, match: { action: 'GetBucketVersioning' }, times: 1 });
  expect(await bench.list(bucketCollector)).toHaveLength(2);
  await bench.maker().s3.send(new DeleteBucketCommand({ Bucket: 'collector-plain' }));
  const refs = [{ name: 'collector-plain' }, { arn: 'arn:aws:s3:::collector-full' }, { name: 'collector-american' }];
  const { found, missing } = await bucketCollector.getMany(bench.contextOf(bucketCollector), refs);
  expect(found.map(({ raw }) => raw.bucket.name)).toEqual(['collector-full']);
  expect(missing.map(({ ref }) => ref)).toEqual([{ name: 'collector-plain' }]);
});
