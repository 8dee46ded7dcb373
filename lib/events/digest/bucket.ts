import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { classifyAwsError } from '@/lib/aws/errors';
import { DecodeFault } from '@/lib/events/decode/fault';
import type { StrategyContext } from '@/lib/events/strategies/types';

/** A bucket of logs. `owner`: who it must belong to, where that is known. */
export type LogBucket = { bucket: string; region: string; owner: string | null };
export type Listed = { key: string; modifiedAt: number };
export type Fetched = { bytes: Buffer; metadata: Record<string, string> };

const FETCH_MS = 60_000;

/** Reads a bucket of logs, wherever it is: S3 tells a wrong region's client the right one, which is kept. */
export class LogBucketReader {
  private region: string;

  constructor(
    private readonly ctx: StrategyContext,
    private readonly place: LogBucket,
  ) {
    this.region = place.region;
  }

  get name(): string {
    return this.place.bucket;
  }

  /** Names of the folders right under a prefix that ends with a slash. */
  async folders(prefix: string): Promise<string[]> {
    const found: string[] = [];
    for (let token: string | undefined, more = true; more; ) {
      const page = await this.list({ Prefix: prefix, Delimiter: '/', ContinuationToken: token });
      for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix) found.push(Prefix.slice(prefix.length, -1));
      token = page.NextContinuationToken;
      more = page.IsTruncated === true && token !== undefined;
    }
    return found;
  }

  /** Objects of a folder behind `after`, in order, page by page. */
  async *objects(folder: string, after: string): AsyncGenerator<Listed> {
    for (let from = after, more = true; more; ) {
      const { Contents = [], IsTruncated } = await this.list({ Prefix: folder, StartAfter: from });
      for (const { Key = '', LastModified } of Contents) yield { key: Key, modifiedAt: LastModified?.getTime() ?? 0 };
      from = Contents.at(-1)?.Key ?? from;
      more = IsTruncated === true && Contents.length > 0;
    }
  }

  async exists(key: string): Promise<boolean> {
    try {
      const command = new HeadObjectCommand({ Key: key, ...this.named() });
      await this.send((s3) => s3.send(command, { abortSignal: this.ctx.signal }));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  /** null: there is no such object. Throws a DecodeFault past `most` bytes. */
  async fetch(key: string, most: number): Promise<Fetched | null> {
    const signal = AbortSignal.any([this.ctx.signal, AbortSignal.timeout(FETCH_MS)]);
    try {
      const command = new GetObjectCommand({ Key: key, ...this.named() });
      const { Body, Metadata = {} } = await this.send((s3) => s3.send(command, { abortSignal: signal }));
      return { bytes: await bytesOf(Body as AsyncIterable<Uint8Array>, most, signal), metadata: Metadata };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  private list(parts: {
    Prefix: string;
    Delimiter?: string;
    ContinuationToken?: string | undefined;
    StartAfter?: string;
  }) {
    const command = new ListObjectsV2Command({ ...parts, ...this.named() });
    return this.send((s3) => s3.send(command, { abortSignal: this.ctx.signal }));
  }

  private named() {
    const { bucket, owner } = this.place;
    return { Bucket: bucket, ...(owner ? { ExpectedBucketOwner: owner } : {}) };
  }

  private async send<T>(call: (s3: S3Client) => Promise<T>): Promise<T> {
    try {
      return await call(this.ctx.clients(this.region).s3);
    } catch (error) {
      const told = (error as { $response?: { headers?: Record<string, string> } }).$response?.headers?.[
        'x-amz-bucket-region'
      ];
      if (!told || told === this.region || isMissing(error)) throw error;
      this.region = told;
      return call(this.ctx.clients(told).s3);
    }
  }
}

const isMissing = (error: unknown) => ['NoSuchKey', 'NotFound'].includes(classifyAwsError(error).code);

async function bytesOf(body: AsyncIterable<Uint8Array>, most: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop destroys the stream.
  for await (const chunk of body) {
    signal.throwIfAborted();
    size += chunk.length;
    if (size > most) throw new DecodeFault('too_large', `The object has more than ${most} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
