import { ListObjectsV2$, type ListObjectsV2Output, type ListObjectsV2Request } from '@aws-sdk/client-s3';
import { AwsError } from '../wire/errors';
import { modelRead } from '../wire/model/operation';
import { askBucket, heldBucket, objectsOf } from './find';
import type { StoredObject } from './types';

type Entry = { at: string; object?: StoredObject };

export const listObjectOperations = {
  ListObjectsV2: modelRead<ListObjectsV2Request, ListObjectsV2Output>(ListObjectsV2$, {
    ask: (call, { Bucket, Prefix }) => ({
      ...askBucket('s3:ListBucket', call, Bucket),
      context: { 's3:prefix': Prefix ?? '' },
    }),
    handle: (call, input) => {
      const { owner, bucket } = heldBucket(call, input.Bucket);
      const size = Math.min(input.MaxKeys ?? 1000, 1000);
      const after = input.ContinuationToken ? decode(input.ContinuationToken) : (input.StartAfter ?? '');
      const entries = entriesOf(objectsOf(owner, bucket.name).list(), input.Prefix ?? '', input.Delimiter ?? '');
      const rest = entries.filter(({ at }) => at > after);
      const page = rest.slice(0, size);
      const last = page.at(-1);
      const name = input.EncodingType === 'url' ? encodeURIComponent : (text: string) => text;
      return {
        Name: bucket.name,
        Prefix: input.Prefix ?? '',
        MaxKeys: input.MaxKeys ?? 1000,
        KeyCount: page.length,
        IsTruncated: page.length < rest.length,
        ...(input.Delimiter ? { Delimiter: input.Delimiter } : {}),
        ...(input.EncodingType ? { EncodingType: input.EncodingType } : {}),
        ...(input.StartAfter ? { StartAfter: input.StartAfter } : {}),
        ...(input.ContinuationToken ? { ContinuationToken: input.ContinuationToken } : {}),
        ...(last && page.length < rest.length ? { NextContinuationToken: encode(last.at) } : {}),
        Contents: page.flatMap(({ object }) =>
          object
            ? [
                {
                  Key: name(object.key),
                  LastModified: new Date(object.modifiedAt),
                  ETag: object.etag,
                  Size: object.size,
                  StorageClass: 'STANDARD' as const,
                },
              ]
            : [],
        ),
        CommonPrefixes: page.flatMap(({ at, object }) => (object ? [] : [{ Prefix: name(at) }])),
      };
    },
  }),
};

/** Keys with the prefix; those that go on behind a delimiter are one entry together, as S3 counts them. */
function entriesOf(objects: readonly StoredObject[], prefix: string, delimiter: string): Entry[] {
  const entries: Entry[] = [];
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
    if (cut < 0) entries.push({ at: object.key, object });
    else {
      const at = object.key.slice(0, cut + delimiter.length);
      if (entries.at(-1)?.at !== at) entries.push({ at });
    }
  }
  return entries;
}

const encode = (key: string) => Buffer.from(`key:${key}`).toString('base64');

function decode(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('key:')) throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect');
  return text.slice(4);
}
