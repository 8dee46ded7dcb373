import { gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketAclCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AccountName, aSandbox, refusalOf, type TestSandbox } from '../testing/sandbox';

let sandbox: TestSandbox;
let s3: S3Client;

const client = (account: AccountName, region = 'eu-west-1') =>
  new S3Client({
    endpoint: sandbox.url,
    region,
    forcePathStyle: true,
    credentials: sandbox.adminKey(account),
    maxAttempts: 1,
  });

beforeAll(async () => {
  sandbox = await aSandbox();
  s3 = client('staging');
});
afterAll(() => sandbox.close());

const make = (Bucket: string, to = s3) =>
  to.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }));

it('keeps one name space over accounts, and a region for each bucket', async () => {
  await make('names-are-global');
  expect(await refusalOf(make('names-are-global'))).toContain('BucketAlreadyOwnedByYou');
  expect(await refusalOf(make('names-are-global', client('data-lake')))).toContain('BucketAlreadyExists');
  expect(await refusalOf(make('No_Such_Name'))).toContain('InvalidBucketName');
  const american = client('staging', 'us-east-1');
  expect(await refusalOf(make('wrong-region-bucket', american))).toContain('IllegalLocationConstraintException');
  await american.send(new CreateBucketCommand({ Bucket: 'old-and-american' }));
  const at = (Bucket: string) => s3.send(new GetBucketLocationCommand({ Bucket }));
  expect((await at('names-are-global')).LocationConstraint).toBe('eu-west-1');
  expect((await at('old-and-american')).LocationConstraint ?? '').toBe('');
  const head = await american.send(new HeadBucketCommand({ Bucket: 'names-are-global' })).catch((error) => error);
  expect(head.$metadata.httpStatusCode).toBe(301);
  expect(head.$response.headers['x-amz-bucket-region']).toBe('eu-west-1');
  const tagging = american.send(new GetBucketTaggingCommand({ Bucket: 'names-are-global' }));
  expect(await refusalOf(tagging)).toContain('PermanentRedirect');
  const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 1 }));
  expect(first.Buckets).toMatchObject([{ BucketRegion: expect.any(String) }]);
  expect(first.ContinuationToken).toBeDefined();
  const all = await s3.send(new ListBucketsCommand({}));
  expect(all.Buckets?.map(({ Name }) => Name)).toEqual(
    expect.arrayContaining(['names-are-global', 'old-and-american']),
  );
  expect(all.Buckets?.every(({ BucketRegion }) => BucketRegion === undefined)).toBe(true);
});

it('makes buckets closed and encrypted, and refuses what would open them', async () => {
  const Bucket = 'closed-by-default';
  await make(Bucket);
  const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(block.PublicAccessBlockConfiguration?.RestrictPublicBuckets).toBe(true);
  const { ServerSideEncryptionConfiguration: encryption } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
  const open = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
  });
  const put = () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: open }));
  expect(await refusalOf(put())).toContain('BlockPublicPolicy');
  const acl = () => s3.send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
  expect(await refusalOf(acl())).toContain('AccessControlListNotSupported');
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: {} }));
  await s3.send(
    new PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
    }),
  );
  await put();
  await acl();
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(open);
  expect((await s3.send(new GetBucketPolicyStatusCommand({ Bucket }))).PolicyStatus?.IsPublic).toBe(true);
  const { Grants } = await s3.send(new GetBucketAclCommand({ Bucket }));
  expect(Grants).toMatchObject([
    { Permission: 'FULL_CONTROL', Grantee: { Type: 'CanonicalUser' } },
    { Permission: 'READ', Grantee: { Type: 'Group', URI: expect.stringContaining('AllUsers') } },
  ]);
  expect(await refusalOf(s3.send(new GetBucketTaggingCommand({ Bucket })))).toContain('NoSuchTagSet');
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'a', Value: '<&>' }] } }));
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([{ Key: 'a', Value: '<&>' }]);
  const Rules = [
    { ID: 'r', Status: 'Enabled' as const, Filter: { Prefix: 'x/' }, Expiration: { Date: new Date('2030-01-01') } },
  ];
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  const lifecycle = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(lifecycle.Rules).toEqual(Rules);
});

it('gives back what was put, byte for byte, whatever the key', async () => {
  const Bucket = 'objects-come-back';
  await make(Bucket);
  const Key = 'AWSLogs/586209417733/CloudTrail/a b+c(ü)*.json.gz';
  const body = gzipSync(Buffer.from(JSON.stringify({ Records: Array.from({ length: 500 }, (_, n) => ({ n })) })));
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body: body, ContentType: 'application/x-gzip', Metadata: { origin: 'test' } }),
  );
  expect(put.ETag).toMatch(/^"[0-9a-f]{32}"$/);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'text', Body: 'héllo', ChecksumAlgorithm: 'SHA256' }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(body);
  expect(got).toMatchObject({ ContentType: 'application/x-gzip', Metadata: { origin: 'test' } });
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({ ContentLength: body.length, ETag: put.ETag });
  expect(await refusalOf(s3.send(new GetObjectCommand({ Bucket, Key: 'none' })))).toContain('NoSuchKey');
  expect(await refusalOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'none' })))).toContain('NotFound');
  expect(await refusalOf(s3.send(new DeleteBucketCommand({ Bucket })))).toContain('BucketNotEmpty');
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'text' }] } }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
  expect(await refusalOf(s3.send(new ListObjectsV2Command({ Bucket })))).toContain('NoSuchBucket');
});

it('lists objects by prefix, delimiter, start and token', async () => {
  const Bucket = 'objects-are-listed';
  await make(Bucket);
  for (const Key of ['a/1', 'a/2', 'b/1', 'c', 'd/x/1'])
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const list = (more: object) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));
  const keys = async (more: object) => (await list(more)).Contents?.map(({ Key }) => Key) ?? [];
  expect(await keys({ Prefix: 'a/' })).toEqual(['a/1', 'a/2']);
  expect(await keys({ StartAfter: 'a/2' })).toEqual(['b/1', 'c', 'd/x/1']);
  const folders = await list({ Delimiter: '/' });
  expect(folders.CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['a/', 'b/', 'd/']);
  expect(folders.Contents?.map(({ Key }) => Key)).toEqual(['c']);
  const first = await list({ MaxKeys: 2 });
  expect(first).toMatchObject({ IsTruncated: true, KeyCount: 2 });
  expect(await keys({ ContinuationToken: first.NextContinuationToken })).toEqual(['b/1', 'c', 'd/x/1']);
});

it("asks the bucket's policy about callers of other accounts", async () => {
  const Bucket = 'shared-with-the-lake';
  await make(Bucket);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'v' }));
  const lake = client('data-lake');
  const read = () => lake.send(new GetObjectCommand({ Bucket, Key: 'k' }));
  expect(await refusalOf(read())).toContain('AccessDenied');
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::730335184422:root' },
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
      },
    ],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect(await (await read()).Body?.transformToString()).toBe('v');
  expect(await refusalOf(lake.send(new ListObjectsV2Command({ Bucket })))).toContain('AccessDenied');
});
