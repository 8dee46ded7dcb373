import { type Bucket, GetBucketLocationCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { tokenPages } from '@/lib/aws/pages';
import { concurrently } from '@/lib/collectors/concurrent';
import { orAbsent } from '@/lib/collectors/reads/absent';
import type { CollectContext } from '@/lib/collectors/types';

/** S3's largest page; a list that names a page size also tells each bucket's region. */
const PAGE = 10_000;
const AT_ONCE = 8;

export type Located = { name: string; region: string; createdAt: Date | undefined };
export type AllBuckets = { startedAt: number; byRegion: Map<string, Located[]> };

/** The account's buckets of all regions, listed once in a job. `startedAt` is when the list began. */
export function allBuckets(ctx: CollectContext): Promise<AllBuckets> {
  return ctx.memo.once('s3:buckets', async () => {
    const startedAt = ctx.now();
    const byRegion = new Map<string, Located[]>();
    for await (const bucket of locate(ctx, listed(ctx))) {
      const known = byRegion.get(bucket.region);
      if (known) known.push(bucket);
      else byRegion.set(bucket.region, [bucket]);
    }
    return { startedAt, byRegion };
  });
}

/** One bucket of the account by its name, wherever it is; null when the account has none of that name. */
export async function bucketNamed(ctx: CollectContext, name: string): Promise<Located | null> {
  for await (const bucket of listed(ctx, name)) {
    if (bucket.Name !== name) continue;
    for await (const located of locate(ctx, [bucket])) return located;
  }
  return null;
}

async function* listed(ctx: CollectContext, Prefix?: string): AsyncGenerator<Bucket> {
  const pages = tokenPages(
    (ContinuationToken) =>
      ctx.clients.s3.send(
        new ListBucketsCommand({ MaxBuckets: PAGE, ContinuationToken, ...(Prefix ? { Prefix } : {}) }),
        { abortSignal: ctx.signal },
      ),
    (page) => page.ContinuationToken,
  );
  for await (const page of pages) yield* page.Buckets ?? [];
}

/** Endpoints that list no regions are asked bucket by bucket; one deleted meanwhile is left out. */
async function* locate(
  ctx: CollectContext,
  buckets: AsyncIterable<Bucket> | Iterable<Bucket>,
): AsyncGenerator<Located> {
  const found = concurrently(buckets, AT_ONCE, async ({ Name = '', CreationDate, BucketRegion }) => {
    const region = BucketRegion ?? (await regionOf(ctx, Name));
    return region === null ? [] : [{ name: Name, region, createdAt: CreationDate }];
  });
  for await (const bucket of found) yield* bucket;
}

async function regionOf(ctx: CollectContext, Bucket: string): Promise<string | null> {
  const answer = await orAbsent(
    ctx.clients.s3.send(new GetBucketLocationCommand({ Bucket }), { abortSignal: ctx.signal }),
  );
  if (answer === null) return null;
  // The oldest two regions go by other names (S3 API reference, GetBucketLocation).
  const { LocationConstraint } = answer;
  if (!LocationConstraint) return 'us-east-1';
  return LocationConstraint === 'EU' ? 'eu-west-1' : LocationConstraint;
}
