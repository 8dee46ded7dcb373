import pLimit from 'p-limit';
import { classifyAwsError } from '@/lib/aws/errors';
import { type LogBucket, LogBucketReader } from '@/lib/events/digest/bucket';
import { objectReader } from '@/lib/events/strategies/object-reader';
import { rootOf } from '@/lib/events/strategies/s3/place';
import { bucketConfigSchema, queueConfigSchema } from '@/lib/schemas/event-source';
import type { ChainReport, EventPort, LogFolder } from '../event-port';
import type { HeldShard } from './consume-shard';
import { checkPlace, type DigestFolder, NOTHING, stopped, withoutDigests } from './digest/check-place';
import { PublicKeys } from './digest/public-keys';
import type { UpkeepChore } from './upkeep';

export type DigestChoreOptions = {
  port: Pick<EventPort, 'digestChains' | 'knownLogFiles' | 'keepChain'>;
  /** Between looks for new digests. */
  everyMs?: number;
  /** As `PlaceOptions`. */
  toleranceMs?: number;
  lookBackMs?: number;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PLACES_AT_ONCE = 4;
/** Folders of log files are asked for over all that is kept of them at first, then since the look before. */
const FIRST_SINCE_MS = 7 * 24 * HOUR;

type Run = { busy: boolean; nextAt: number; since: number | null; failure: unknown };

/**
 * Checks what CloudTrail's digest files prove of the log files of `s3` and `sqs` sources, every few minutes and beside the
 * source's other upkeep. What AWS refuses is told with the chain; what the core refuses ends the upkeep's lease.
 */
export function digestChore(options: DigestChoreOptions): UpkeepChore {
  const runs = new WeakMap<HeldShard, Run>();
  return async (held, signal) => {
    const { strategy } = held.lease;
    if (strategy !== 's3' && strategy !== 'sqs') return;
    const run = runs.get(held) ?? { busy: false, nextAt: 0, since: null, failure: null };
    runs.set(held, run);
    if (run.failure !== null) throw run.failure;
    if (run.busy || performance.now() < run.nextAt) return;
    run.busy = true;
    void look(held, options, run)
      .catch((error) => {
        if (!signal.aborted) run.failure = error;
      })
      .finally(() => {
        run.busy = false;
        run.nextAt = performance.now() + (options.everyMs ?? 5 * MINUTE);
      });
  };
}

async function look(held: HeldShard, options: DigestChoreOptions, run: Run): Promise<void> {
  const { lease, context } = held;
  const { fence } = lease;
  const { port, toleranceMs = 2 * HOUR, lookBackMs = 2 * HOUR } = options;
  const lookedAt = context.now();
  const { chains, folders } = await port.digestChains(fence, run.since ?? lookedAt - FIRST_SINCE_MS);
  run.since = lookedAt - MINUTE;
  const keys = new PublicKeys(context);
  const limit = pLimit(PLACES_AT_ONCE);
  for (const { place, parents } of placesOf(held, folders, chains)) {
    const bucket = new LogBucketReader(context, place);
    const reader = objectReader(context, place);
    const told = new Set<string>();
    const keep = (report: ChainReport) => {
      if (report.trail === '') told.add(placeText(report));
      return port.keepChain(fence, report);
    };
    const deps = {
      bucket,
      reader,
      keys,
      signal: context.signal,
      known: (name: string, of: readonly string[]) => port.knownLogFiles(fence, name, of),
      settle: (deliveries: Parameters<HeldShard['settle']>[0]) =>
        held.settle(deliveries, { checkpoint: null, finished: false, lagMs: null }),
    };
    const ofBucket = chains.filter((chain) => chain.bucket === place.bucket);
    const guarded = async (folder: DigestFolder, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (context.signal.aborted || !isAws(error)) throw error;
        for (const report of stopped(folder, chainsOf(ofBucket, folder), error)) await keep(report);
      }
    };
    const found = new Map<string, DigestFolder>();
    for (const parent of parents) {
      const seen = folders.filter((folder) => folder.bucket === place.bucket && folder.parent === parent);
      const first = seen[0] ?? ofBucket[0] ?? { accountId: lease.config.accountID as string, region: place.region };
      const { accountId, region } = first;
      await guarded({ accountId, region, bucket: place.bucket, folder: parent }, async () => {
        for (const folder of await digestFolders(bucket, place.bucket, parent)) found.set(keyOf(folder), folder);
      });
    }
    const where = { now: context.now, toleranceMs, lookBackMs, keep };
    await Promise.all(
      [...found.values()].map((folder) =>
        limit(() => guarded(folder, () => checkPlace(deps, where, folder, chainsOf(ofBucket, folder)))),
      ),
    );
    await tellWithout(folders, place, found, keep);
    // What stood for a place whose digests were not known, and is not so any more.
    for (const chain of ofBucket) {
      if (chain.trail === '' && !told.has(placeText(chain))) await keep({ ...NOTHING, ...chain, state: 'gone' });
    }
  }
}

const placeText = ({ accountId, region }: { accountId: string; region: string }) => `${accountId}/${region}`;
const keyOf = ({ folder }: { folder: string }) => folder;
const chainsOf = <T extends { folder: string }>(chains: readonly T[], { folder }: DigestFolder) =>
  chains.filter((chain) => chain.folder === folder);

/** Errors of the SDK have a name of AWS's or Node's, and metadata; ours have not. */
const isAws = (error: unknown) =>
  (typeof error === 'object' && error !== null && '$metadata' in error) || classifyAwsError(error).kind === 'transient';

/** The buckets of a source, each with the folders that hold accounts. That of an `sqs` source its log files tell. */
function placesOf(
  { lease }: HeldShard,
  folders: readonly LogFolder[],
  chains: readonly { bucket: string; folder: string }[],
): { place: LogBucket; parents: string[] }[] {
  if (lease.strategy === 's3') {
    const config = bucketConfigSchema.parse(lease.config);
    const place = { bucket: config.bucketName, region: config.region, owner: config.accountID };
    return [{ place, parents: [rootOf(config)] }];
  }
  const { region } = queueConfigSchema.parse(lease.config);
  const parents = new Map<string, Set<string>>();
  const add = (bucket: string, parent: string) => parents.set(bucket, (parents.get(bucket) ?? new Set()).add(parent));
  for (const { bucket, parent } of folders) add(bucket, parent);
  for (const { bucket, folder } of chains) add(bucket, folder.replace(/\d{12}\/CloudTrail-Digest\/[^/]*\/$/, ''));
  return [...parents].map(([bucket, of]) => ({ place: { bucket, region, owner: null }, parents: [...of] }));
}

/** Accounts and regions with digests, under the folder itself and under an organization's in it. */
async function digestFolders(reader: LogBucketReader, bucket: string, parent: string): Promise<DigestFolder[]> {
  const found: DigestFolder[] = [];
  for (const child of await reader.folders(parent)) {
    if (/^o-[a-z0-9]{10,32}$/.test(child)) found.push(...(await digestFolders(reader, bucket, `${parent}${child}/`)));
    if (!/^\d{12}$/.test(child)) continue;
    const folder = `${parent}${child}/CloudTrail-Digest/`;
    for (const region of await reader.folders(folder)) {
      found.push({ accountId: child, region, bucket, folder: `${folder}${region}/` });
    }
  }
  return found;
}

/** Where log files come but no digests do. */
async function tellWithout(
  folders: readonly LogFolder[],
  { bucket }: LogBucket,
  found: ReadonlyMap<string, DigestFolder>,
  keep: (report: ReturnType<typeof withoutDigests>) => Promise<void>,
): Promise<void> {
  for (const { bucket: of, parent, accountId, region } of folders) {
    const folder = `${parent}${accountId}/CloudTrail-Digest/${region}/`;
    if (of === bucket && !found.has(folder))
      await keep(withoutDigests({ accountId, region, bucket, folder, trail: '' }));
  }
}
