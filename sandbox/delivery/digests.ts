import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { objectsOf } from '../s3/find';
import { storeObject } from '../s3/objects';
import type { DigestChain, DigestKey } from '../store/deliveries';
import { DEFAULT_REGIONS } from '../store/regions';
import { isoSeconds } from '../wire/xml';
import { digestKeyOf, signText } from './digest-keys';
import { digestKey } from './keys';
import { bucketAt, PlaceMissing } from './places';
import type { Notify } from './transports/notifications';
import type { TransportContext } from './transports/transport';

type Context = TransportContext<'s3'> | TransportContext<'sqs'>;

/** The chain of an account and region; it begins when the target was made. */
export function chainOf({ state }: Context, account: string, region: string): DigestChain {
  const key = `${account}/${region}`;
  const chain = state.chains[key] ?? {
    startedAt: Math.floor(state.createdAt / 1000) * 1000,
    previous: null,
    files: [],
  };
  state.chains[key] = chain;
  return chain;
}

/** Writes a digest of every account and region each interval, whether anything happened or not. */
export class Digests {
  private readonly timer: NodeJS.Timeout;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: Context,
    intervalMs: number,
    private readonly notify: Notify | undefined,
  ) {
    this.timer = setInterval(() => void this.write(), intervalMs);
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** One after the other: a digest names the one before it. */
  write(): Promise<void> {
    this.writing = this.writing.then(() => this.writeAll());
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    const { state, spec, world } = this.context;
    const accounts = spec.accounts === 'all' ? [...world.accounts.keys()] : spec.accounts;
    const pairs = accounts.flatMap((id) => (spec.regions ?? DEFAULT_REGIONS).map((region) => `${id}/${region}`));
    const endedAt = Math.floor(world.clock.now() / 1000) * 1000;
    for (const pair of new Set([...pairs, ...Object.keys(state.chains)])) {
      const [account = '', region = ''] = pair.split('/');
      const key = await digestKeyOf(world, region);
      try {
        this.writeOne(account, region, key, endedAt);
      } catch (error) {
        if (!(error instanceof PlaceMissing)) throw error;
        state.error = error.message;
      }
    }
  }

  private writeOne(account: string, region: string, key: DigestKey, endedAt: number): void {
    const { state, spec, world } = this.context;
    const { owner, bucket } = bucketAt(world, spec.bucket);
    const chain = chainOf(this.context, account, region);
    // Names tell seconds: two digests of the same one would be the same object.
    if (endedAt <= chain.startedAt) return;
    const place = { account, region, trail: spec.name ?? state.id, homeRegion: bucket.region };
    const object = digestKey(spec, place, endedAt);
    const text = digestText({ account, bucket: bucket.name, object, chain, endedAt, fingerprint: key.fingerprint });
    const hash = createHash('sha256').update(text).digest('hex');
    const end = isoSeconds(new Date(endedAt));
    const previous = chain.previous?.signature ?? 'null';
    const signature = signText(key, `${end}\n${bucket.name}/${object}\n${hash}\n${previous}`);
    storeObject(objectsOf(owner, bucket.name), object, gzipSync(text), world.clock.now(), {
      contentType: 'application/json',
      contentEncoding: 'gzip',
      metadata: { signature, 'signature-algorithm': 'SHA256withRSA' },
    });
    state.chains[`${account}/${region}`] = {
      startedAt: endedAt,
      previous: { key: object, hash, signature },
      files: [],
    };
    state.counts.digests += 1;
    this.notify?.announceOther(object);
    world.touch();
  }
}

type DigestParts = {
  account: string;
  bucket: string;
  object: string;
  chain: DigestChain;
  endedAt: number;
  fingerprint: string;
};

/** The members in AWS's order (CloudTrail User Guide, "Digest file structure"). */
function digestText({ account, bucket, object, chain, endedAt, fingerprint }: DigestParts): string {
  const { files, previous } = chain;
  return JSON.stringify({
    awsAccountId: account,
    digestStartTime: isoSeconds(new Date(chain.startedAt)),
    digestEndTime: isoSeconds(new Date(endedAt)),
    digestS3Bucket: bucket,
    digestS3Object: object,
    digestPublicKeyFingerprint: fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime:
      files
        .map(({ newest }) => newest)
        .sort()
        .at(-1) ?? null,
    oldestEventTime: files.map(({ oldest }) => oldest).sort()[0] ?? null,
    previousDigestS3Bucket: previous ? bucket : null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hash ?? null,
    previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: files.map(({ key, hash, newest, oldest }) => ({
      s3Bucket: bucket,
      s3Object: key,
      hashValue: hash,
      hashAlgorithm: 'SHA-256',
      newestEventTime: newest,
      oldestEventTime: oldest,
    })),
  });
}
