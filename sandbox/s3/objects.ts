import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObject$,
  type DeleteObjectOutput,
  type DeleteObjectRequest,
  DeleteObjects$,
  type DeleteObjectsOutput,
  type DeleteObjectsRequest,
  GetObject$,
  type GetObjectOutput,
  type GetObjectRequest,
  HeadObject$,
  type HeadObjectOutput,
  type HeadObjectRequest,
  PutObject$,
  type PutObjectOutput,
  type PutObjectRequest,
} from '@aws-sdk/client-s3';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';
import { askBucket, heldBucket, objectsOf } from './find';
import type { StoredObject } from './types';

const askObject =
  (action: string) =>
  (call: Call, { Bucket, Key }: { Bucket: string | undefined; Key?: string | undefined }) =>
    askBucket(action, call, Bucket, Key ?? '');

/** Stores an object; CloudTrail's delivery calls it too. The table must be the bucket's own. */
export function storeObject(
  table: ReturnType<typeof objectsOf>,
  key: string,
  body: Buffer,
  now: number,
  more: Partial<Pick<StoredObject, 'contentType' | 'contentEncoding' | 'metadata'>> = {},
): StoredObject {
  const stored: StoredObject = {
    key,
    body: body.toString('base64'),
    size: body.length,
    etag: `"${createHash('md5').update(body).digest('hex')}"`,
    modifiedAt: now,
    contentType: 'binary/octet-stream',
    ...more,
  };
  table.load(key, stored);
  return stored;
}

function found(call: Call, { Bucket, Key }: { Bucket: string | undefined; Key: string | undefined }): StoredObject {
  const { owner, bucket } = heldBucket(call, Bucket);
  const stored = objectsOf(owner, bucket.name).get(Key ?? '');
  if (stored === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  return stored;
}

const facts = (stored: StoredObject) => ({
  ETag: stored.etag,
  ContentLength: stored.size,
  LastModified: new Date(stored.modifiedAt),
  ContentType: stored.contentType,
  ServerSideEncryption: 'AES256' as const,
  AcceptRanges: 'bytes',
  ...(stored.contentEncoding ? { ContentEncoding: stored.contentEncoding } : {}),
  ...(stored.metadata ? { Metadata: stored.metadata } : {}),
});

/** Object calls are data events: trails leave them out unless asked, so they are no mutations here. */
export const objectOperations = {
  PutObject: modelRead<PutObjectRequest, PutObjectOutput>(PutObject$, {
    ask: askObject('s3:PutObject'),
    handle: (call, input) => {
      const { owner, bucket } = heldBucket(call, input.Bucket);
      const body = bytesOf(input.Body);
      refuseWrongDigest(body, input);
      const table = objectsOf(owner, bucket.name);
      if (input.IfNoneMatch === '*' && table.get(input.Key ?? '')) throw preconditionFailed();
      const encoding = input.ContentEncoding?.split(',')
        .map((each) => each.trim())
        .filter((each) => each !== 'aws-chunked' && each !== '')
        .join(',');
      const stored = storeObject(table, input.Key ?? '', body, call.now, {
        ...(input.ContentType ? { contentType: input.ContentType } : {}),
        ...(encoding ? { contentEncoding: encoding } : {}),
        ...(Object.keys(input.Metadata ?? {}).length > 0 ? { metadata: input.Metadata } : {}),
      });
      call.world.touch();
      return { ETag: stored.etag, ServerSideEncryption: 'AES256' };
    },
  }),
  GetObject: modelRead<GetObjectRequest, GetObjectOutput>(GetObject$, {
    ask: askObject('s3:GetObject'),
    handle: (call, input) => {
      const stored = found(call, input);
      if (input.IfMatch !== undefined && input.IfMatch !== stored.etag) throw preconditionFailed();
      const Body = Buffer.from(stored.body, 'base64') as unknown as NonNullable<GetObjectOutput['Body']>;
      return { ...facts(stored), Body };
    },
  }),
  HeadObject: modelRead<HeadObjectRequest, HeadObjectOutput>(HeadObject$, {
    ask: askObject('s3:GetObject'),
    handle: (call, input) => facts(found(call, input)),
  }),
  DeleteObject: modelRead<DeleteObjectRequest, DeleteObjectOutput>(DeleteObject$, {
    ask: askObject('s3:DeleteObject'),
    handle: (call, { Bucket, Key }) => {
      const { owner, bucket } = heldBucket(call, Bucket);
      objectsOf(owner, bucket.name).drop(Key ?? '');
      call.world.touch();
      return {};
    },
  }),
  DeleteObjects: modelRead<DeleteObjectsRequest, DeleteObjectsOutput>(DeleteObjects$, {
    ask: (call, { Bucket, Delete }) =>
      (Delete?.Objects ?? []).map(({ Key }) => askBucket('s3:DeleteObject', call, Bucket, Key ?? '')),
    handle: (call, { Bucket, Delete }) => {
      const { owner, bucket } = heldBucket(call, Bucket);
      const keys = (Delete?.Objects ?? []).map(({ Key }) => Key ?? '');
      if (keys.length === 0 || keys.length > 1000) throw new AwsError('MalformedXML', 'Delete one to 1000 objects.');
      for (const key of keys) objectsOf(owner, bucket.name).drop(key);
      call.world.touch();
      return Delete?.Quiet ? {} : { Deleted: keys.map((Key) => ({ Key })) };
    },
  }),
};

function bytesOf(body: PutObjectRequest['Body']): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Readable || !(body instanceof Uint8Array)) throw new Error('The codec gives bodies as bytes.');
  return Buffer.from(body);
}

/** What the client says of its bytes must hold: a body that was read wrongly must not be stored. */
function refuseWrongDigest(body: Buffer, { ContentMD5, ChecksumSHA256 }: PutObjectRequest): void {
  const wrong = (algorithm: string, stated: string | undefined) =>
    stated !== undefined && createHash(algorithm).update(body).digest('base64') !== stated;
  if (wrong('md5', ContentMD5) || wrong('sha256', ChecksumSHA256)) {
    throw new AwsError(
      'BadDigest',
      'The Content-MD5 or checksum value that you specified did not match what the server received.',
    );
  }
}

const preconditionFailed = () =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
