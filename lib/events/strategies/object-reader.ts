import { GetObjectCommand } from '@aws-sdk/client-s3';
import { classifyAwsError } from '@/lib/aws/errors';
import { DecodeFault } from '@/lib/events/decode/fault';
import { LOG_FILE_LIMITS } from '@/lib/events/decode/limits';
import { decodeLogObject, emptyDelivery, objectPoison } from '@/lib/events/decode/object';
import { trailObjectOf } from '@/lib/events/decode/object-key';
import { decodePool } from '@/lib/events/decode/pool';
import type { NotifiedObject } from '@/lib/events/decode/queue-body';
import type { Delivery, StrategyContext } from './types';

export type ObjectReader = { read(object: NotifiedObject): Promise<Delivery> };

const FETCH_MS = 120_000;

/**
 * Fetches and decodes CloudTrail's log files. Digests and Insights are empty deliveries; what is not CloudTrail's or not
 * there is poison. Throws the SDK's errors where the source is at fault (denied, throttled, unreachable).
 * `owner`: the account that the bucket must belong to, so that nobody else's of the same name is read.
 */
export function objectReader(
  ctx: StrategyContext,
  { region, owner }: { region: string; owner: string | null },
): ObjectReader {
  const regions = new Map<string, string>();
  const fetchFrom = async (at: string, { bucket, key }: NotifiedObject) => {
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(FETCH_MS)]);
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(owner ? { ExpectedBucketOwner: owner } : {}),
    });
    const { Body, ContentLength } = await ctx.clients(at).s3.send(command, { abortSignal: signal });
    return bytesOf(Body as AsyncIterable<Uint8Array> | undefined, ContentLength ?? null, signal);
  };
  const fetch = async (object: NotifiedObject): Promise<Buffer> => {
    const at = regions.get(object.bucket) ?? region;
    try {
      return await fetchFrom(at, object);
    } catch (error) {
      const other = regionToldBy(error);
      if (other === null || other === at) throw error;
      regions.set(object.bucket, other);
      return fetchFrom(other, object);
    }
  };
  return {
    read: async (object) => {
      const { bucket, key } = object;
      const kind = trailObjectOf(key);
      if (kind === null) {
        const fault = new DecodeFault('wrong_bucket', 'The object is no log file of CloudTrail’s by its key.');
        return objectPoison(bucket, key, fault, 0);
      }
      if (kind.kind !== 'log') return emptyDelivery(key);
      try {
        return await decodeLogObject(decodePool(), {
          bucket,
          key,
          bytes: await fetch(object),
          accountId: kind.accountId,
        });
      } catch (error) {
        const fault = faultOf(error);
        if (fault === null) throw error;
        return objectPoison(bucket, key, fault, 0);
      }
    },
  };
}

/** The body, read up to the cap; the socket is closed past it. */
async function bytesOf(
  body: AsyncIterable<Uint8Array> | undefined,
  length: number | null,
  signal: AbortSignal,
): Promise<Buffer> {
  const most = LOG_FILE_LIMITS.compressedBytes;
  const tooLarge = () => new DecodeFault('too_large', `The object has more than ${most} bytes.`);
  const destroy = () => (body as { destroy?: () => void } | undefined)?.destroy?.();
  if (body === undefined) return Buffer.alloc(0);
  if (length !== null && length > most) {
    destroy();
    throw tooLarge();
  }
  signal.addEventListener('abort', destroy, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of body) {
      size += chunk.length;
      if (size > most) {
        destroy();
        throw tooLarge();
      }
      chunks.push(chunk);
    }
    signal.throwIfAborted();
    return Buffer.concat(chunks, size);
  } finally {
    signal.removeEventListener('abort', destroy);
  }
}

/** What is wrong with the object rather than with the source; null: the source. */
function faultOf(error: unknown): DecodeFault | null {
  if (error instanceof DecodeFault) return error;
  const { code } = classifyAwsError(error);
  if (code === 'NoSuchKey') return new DecodeFault('object_missing', 'The bucket has no such object any more.');
  if (code === 'NoSuchBucket') return new DecodeFault('wrong_bucket', 'There is no such bucket.');
  if (code === 'InvalidObjectState') {
    return new DecodeFault('object_missing', 'The object was moved to an archive class and cannot be read at once.');
  }
  return null;
}

/** S3 answers in the wrong region by the bucket's own. */
function regionToldBy(error: unknown): string | null {
  const { $response } = error as { $response?: { headers?: Record<string, string> } };
  return $response?.headers?.['x-amz-bucket-region'] ?? null;
}
