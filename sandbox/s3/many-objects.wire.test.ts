import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aSandbox, type TestSandbox } from '../testing/sandbox';
import { addBucket } from './build';
import { objectsOf } from './find';
import { storeObject } from './objects';

const COUNT = 100_000;
const Bucket = 'many-objects';
let sandbox: TestSandbox;
let s3: S3Client;
beforeAll(async () => {
  sandbox = await aSandbox();
  const credentials = sandbox.adminKey('staging');
  s3 = new S3Client({ endpoint: sandbox.url, region: 'eu-west-1', forcePathStyle: true, credentials, maxAttempts: 1 });
  const account = sandbox.account('staging');
  addBucket(sandbox.world, account, 'eu-west-1', Bucket, 1);
  for (let n = 0; n < COUNT; n += 1) storeObject(objectsOf(account, Bucket), keyOf(n), Buffer.from('x'), Date.now());
});
afterAll(() => sandbox.close());

/** A hundred days of a thousand files. */
const keyOf = (n: number) => `logs/${String(Math.floor(n / 1000)).padStart(3, '0')}/${String(n).padStart(6, '0')}`;
const list = (input: Partial<ListObjectsV2CommandInput>) => s3.send(new ListObjectsV2Command({ Bucket, ...input }));

it('lists what follows a key, below a prefix, or folders, among a hundred thousand', async () => {
  const after = await list({ Prefix: 'logs/', StartAfter: keyOf(COUNT - 4) });
  expect(after.Contents?.map(({ Key }) => Key)).toEqual([COUNT - 3, COUNT - 2, COUNT - 1].map(keyOf));
  expect(after).toMatchObject({ KeyCount: 3, IsTruncated: false });
  const folders = await list({ Prefix: 'logs/', Delimiter: '/', MaxKeys: 60 });
  expect(folders).toMatchObject({ KeyCount: 60, IsTruncated: true });
  expect(folders.Contents ?? []).toEqual([]);
  const rest = await list({ Prefix: 'logs/', Delimiter: '/', ContinuationToken: folders.NextContinuationToken });
  expect([...(folders.CommonPrefixes ?? []), ...(rest.CommonPrefixes ?? [])].map((each) => each.Prefix)).toEqual(
    Array.from({ length: 100 }, (_, n) => `logs/${String(n).padStart(3, '0')}/`),
  );
  const day: string[] = [];
  const pages = paginateListObjectsV2({ client: s3, pageSize: 300 }, { Bucket, Prefix: 'logs/042/' });
  for await (const page of pages) day.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
  expect(day).toEqual(Array.from({ length: 1000 }, (_, n) => keyOf(42_000 + n)));
  expect((await list({ Prefix: 'nothing/' })).KeyCount).toBe(0);
});

it('finds what follows a key among a hundred thousand while objects come', async () => {
  const began = performance.now();
  for (let n = 0; n < 50; n += 1) {
    const Key = `${keyOf(n * 2000)}-new`;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'new', Metadata: { signature: 'abc' } }));
    const { Contents } = await list({ StartAfter: keyOf(n * 2000), MaxKeys: 1 });
    expect(Contents?.[0]?.Key).toBe(Key);
  }
  console.info(`50 objects put and listed among ${COUNT} in ${Math.round(performance.now() - began)} ms`);
  const Key = `${keyOf(0)}-new`;
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key }));
  expect(head).toMatchObject({
    ContentLength: 3,
    Metadata: { signature: 'abc' },
    ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
  });
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect([got.ETag, await got.Body?.transformToString()]).toEqual([head.ETag, 'new']);
});
