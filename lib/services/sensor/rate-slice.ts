import type { RateBucketKey, RateSlice, RateSliceAsk } from '@/lib/aws/rate-budget';
import { type BucketState, DEFAULT_RATE_LIMITS, newBucket, RATE_LIMITS, takeSlice } from '@/lib/aws/token-bucket';
import { inDirectory, type Transaction } from '@/lib/db/transaction';
import type { ServiceContext } from '../context';
import { awsEndpoints } from '../install/endpoints';

type Deps = Pick<ServiceContext, 'db' | 'install'>;

/** An endpoint that is not AWS has no quota of AWS's: the budget only keeps it from being flooded. */
const NOT_AWS = { start: 1000, least: 50, most: 1000, burst: 200 };

/** A scan leases thousands of slices; whether they are AWS's is looked up this often. */
const REMEMBER_MS = 5_000;
const remembered = new WeakMap<Deps['db'], { elsewhere: boolean; until: number }>();

/** Takes a slice of the budget that all workers of the install share for one (account, service, region). */
export async function leaseRateSlice(deps: Deps, key: RateBucketKey, ask: RateSliceAsk): Promise<RateSlice> {
  const elsewhere = await isElsewhere(deps);
  const limits = elsewhere ? NOT_AWS : (RATE_LIMITS[key.service] ?? DEFAULT_RATE_LIMITS);
  const id = `${elsewhere ? 'other' : 'aws'}/${key.accountId}/${key.service}/${key.region}`;
  return inDirectory(deps.db, async (tx) => {
    // What a crash forgets is some seconds of a rate.
    await tx.$executeRaw`SET LOCAL synchronous_commit = off`;
    const known = (await locked(tx, id)) ?? (await made(tx, id, limits));
    const { state, slice } = takeSlice(known.state, ask, limits, known.now);
    await tx.$executeRaw`UPDATE directory.rate_budget SET state = ${JSON.stringify(state)}::jsonb WHERE key = ${id}`;
    return slice;
  });
}

type Known = { state: BucketState; now: number };

/** The bucket, locked, and the database's time in epoch ms once it is. */
async function locked(tx: Transaction, id: string): Promise<Known | undefined> {
  const [row] = await tx.$queryRaw<Known[]>`
    WITH bucket AS MATERIALIZED (SELECT state FROM directory.rate_budget WHERE key = ${id} FOR UPDATE)
    SELECT state, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now FROM bucket`;
  return row;
}

async function made(tx: Transaction, id: string, limits: typeof NOT_AWS): Promise<Known> {
  // Time 0 stands for now on the database's clock, which the first to lock it reads.
  await tx.$executeRaw`
    INSERT INTO directory.rate_budget (key, state) VALUES (${id}, ${JSON.stringify(newBucket(limits, 0))}::jsonb)
    ON CONFLICT (key) DO NOTHING`;
  const row = await locked(tx, id);
  if (!row) throw new Error(`The rate budget ${id} was just made.`);
  return row.state.updatedAt === 0 ? { state: newBucket(limits, row.now), now: row.now } : row;
}

async function isElsewhere({ db, install }: Deps): Promise<boolean> {
  const known = remembered.get(db);
  if (known && known.until > performance.now()) return known.elsewhere;
  const elsewhere = Object.keys(await awsEndpoints(db, install)).length > 0;
  remembered.set(db, { elsewhere, until: performance.now() + REMEMBER_MS });
  return elsewhere;
}
