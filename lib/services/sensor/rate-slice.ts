import type { RateBucketKey, RateSlice, RateSliceAsk } from '@/lib/aws/rate-budget';
import { type BucketState, DEFAULT_RATE_LIMITS, newBucket, RATE_LIMITS, takeSlice } from '@/lib/aws/token-bucket';
import { inDirectory } from '@/lib/db/transaction';
import type { ServiceContext } from '../context';
import { awsEndpoints } from '../install/endpoints';
import { databaseTime } from './fence';

/** An endpoint that is not AWS has no quota of AWS's: the budget only keeps it from being flooded. */
const NOT_AWS = { start: 1000, least: 50, most: 1000, burst: 200 };

/** Takes a slice of the budget that all workers of the install share for one (account, service, region). */
export async function leaseRateSlice(
  deps: Pick<ServiceContext, 'db' | 'install'>,
  key: RateBucketKey,
  ask: RateSliceAsk,
): Promise<RateSlice> {
  const elsewhere = Object.keys(await awsEndpoints(deps.db, deps.install)).length > 0;
  const limits = elsewhere ? NOT_AWS : (RATE_LIMITS[key.service] ?? DEFAULT_RATE_LIMITS);
  const id = `${elsewhere ? 'other' : 'aws'}/${key.accountId}/${key.service}/${key.region}`;
  return inDirectory(deps.db, async (tx) => {
    const now = await databaseTime(tx);
    await tx.$executeRaw`
      INSERT INTO directory.rate_budget (key, state) VALUES (${id}, ${JSON.stringify(newBucket(limits, now))}::jsonb)
      ON CONFLICT (key) DO NOTHING`;
    const [row] = await tx.$queryRaw<{ state: BucketState }[]>`
      SELECT state FROM directory.rate_budget WHERE key = ${id} FOR UPDATE`;
    const { state, slice } = takeSlice(row?.state ?? newBucket(limits, now), ask, limits, now);
    await tx.$executeRaw`UPDATE directory.rate_budget SET state = ${JSON.stringify(state)}::jsonb WHERE key = ${id}`;
    return slice;
  });
}
