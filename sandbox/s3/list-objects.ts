import {
  ListObjects$,
  type ListObjectsOutput,
  type ListObjectsRequest,
  ListObjectsV2$,
  type ListObjectsV2Output,
  type ListObjectsV2Request,
} from '@aws-sdk/client-s3';
import type { Table } from '../store/table';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';
import { askBucket, heldBucket, objectsOf } from './find';
import type { StoredObject } from './types';

type Entry = { at: string; object?: StoredObject };
type Asked = Pick<ListObjectsRequest, 'Bucket' | 'Prefix' | 'Delimiter' | 'MaxKeys' | 'EncodingType'>;

const askList = (call: Call, { Bucket, Prefix }: Pick<Asked, 'Bucket' | 'Prefix'>) => ({
  ...askBucket('s3:ListBucket', call, Bucket),
  context: { 's3:prefix': Prefix ?? '' },
});

/** The page after a key, and what both versions of the call say of it. */
function listed(call: Call, input: Asked, after: string) {
  const { owner, bucket } = heldBucket(call, input.Bucket);
  const size = Math.min(input.MaxKeys ?? 1000, 1000);
  const found = entriesAfter(objectsOf(owner, bucket.name), input.Prefix ?? '', input.Delimiter ?? '', after, size + 1);
  const page = found.slice(0, size);
  const name = input.EncodingType === 'url' ? encodeURIComponent : (text: string) => text;
  return {
    last: found.length > size ? page.at(-1) : undefined,
    count: page.length,
    common: {
      Name: bucket.name,
      Prefix: input.Prefix ?? '',
      MaxKeys: input.MaxKeys ?? 1000,
      IsTruncated: found.length > size,
      ...(input.Delimiter ? { Delimiter: input.Delimiter } : {}),
      ...(input.EncodingType ? { EncodingType: input.EncodingType } : {}),
      Contents: page.flatMap(({ object }) => (object ? [shown(object, name)] : [])),
      CommonPrefixes: page.flatMap(({ at, object }) => (object ? [] : [{ Prefix: name(at) }])),
    },
  };
}

const shown = (object: StoredObject, name: (text: string) => string) => ({
  Key: name(object.key),
  LastModified: new Date(object.modifiedAt),
  ETag: object.etag,
  Size: object.size,
  StorageClass: 'STANDARD' as const,
});

export const listObjectOperations = {
  ListObjectsV2: modelRead<ListObjectsV2Request, ListObjectsV2Output>(ListObjectsV2$, {
    ask: askList,
    handle: (call, input) => {
      const after = input.ContinuationToken ? decode(input.ContinuationToken) : (input.StartAfter ?? '');
      const { last, count, common } = listed(call, input, after);
      return {
        ...common,
        KeyCount: count,
        ...(input.StartAfter ? { StartAfter: input.StartAfter } : {}),
        ...(input.ContinuationToken ? { ContinuationToken: input.ContinuationToken } : {}),
        ...(last ? { NextContinuationToken: encode(last.at) } : {}),
      };
    },
  }),
  ListObjects: modelRead<ListObjectsRequest, ListObjectsOutput>(ListObjects$, {
    ask: askList,
    handle: (call, input) => {
      const { last, common } = listed(call, input, input.Marker ?? '');
      // Only with a delimiter is there a marker: else it is the last key (S3 API reference, ListObjects).
      return { ...common, Marker: input.Marker ?? '', ...(last && input.Delimiter ? { NextMarker: last.at } : {}) };
    },
  }),
};

/**
 * At most `most` keys with the prefix; those that go on behind a delimiter are one entry together, as S3 counts them. Costs
 * what is given, not what lies in the bucket.
 */
function entriesAfter(
  objects: Table<StoredObject>,
  prefix: string,
  delimiter: string,
  after: string,
  most: number,
): Entry[] {
  const entries: Entry[] = [];
  let object = after < prefix ? objects.following(prefix, true) : objects.following(after);
  while (object?.key.startsWith(prefix) && entries.length < most) {
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    if (cut < 0) {
      entries.push({ at: object.key, object });
      object = objects.following(object.key);
    } else {
      const at = object.key.slice(0, cut + delimiter.length);
      if (at > after) entries.push({ at });
      object = objects.following(behind(at), true);
    }
  }
  return entries;
}

/** The least text that is greater than all that begin with this one. */
const behind = (text: string) => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);

const encode = (key: string) => Buffer.from(`key:${key}`).toString('base64');

function decode(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('key:')) throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  return text.slice(4);
}
