import { classifyAwsError } from '@/lib/aws/errors';
import type { LogBucketReader } from '@/lib/events/digest/bucket';
import type { Link } from '@/lib/events/digest/chain';
import { type DigestName, dayBefore, digestNameOf } from '@/lib/events/digest/digest-name';
import type { ChainPlace, ChainReport, DigestChain } from '@/lib/sensor/event-port';
import { checkDigest, type DigestDependencies } from './check-digest';

/** The digests of one account and region, of however many trails. */
export type DigestFolder = Omit<DigestChain, 'trail'>;

export type PlaceOptions = {
  /** Epoch ms, database clock. */
  now(): number;
  /** A digest that is so much later than the next one is due is missing. */
  toleranceMs: number;
  /** The first look begins with digests that ended so long ago. */
  lookBackMs: number;
  keep(report: ChainReport): Promise<void>;
};

type Found = { key: string; name: DigestName };

/** A report of a look that found nothing. */
export const NOTHING = { digests: 0, files: 0, recovered: 0, problems: [], resolved: [], error: null } as const;

/** Checks what has come in a folder since the last look, digest by digest, and tells the core of each. */
export async function checkPlace(
  deps: DigestDependencies,
  options: PlaceOptions,
  folder: DigestFolder,
  chains: readonly ChainPlace[],
): Promise<void> {
  const lasts = new Map(chains.flatMap(({ trail, last }) => (last ? [[trail, last] as const] : [])));
  const silent = new Set(chains.flatMap((chain) => (chain.silent ? [chain.trail] : [])));
  if (lasts.size > 0 && [...lasts].every(([trail, last]) => !silent.has(trail) && isNotDue(last, options.now())))
    return;
  const found = await newDigests(deps.bucket, options, folder.folder, lasts, silent);
  for (const { key, name } of found) {
    const { trail } = name;
    const last = lasts.get(trail) ?? null;
    const checked = await checkDigest(deps, last, { bucket: folder.bucket, key, name });
    if (checked === null) continue;
    const resolved = silent.delete(trail) && last ? [{ kind: 'digestMissing' as const, objectKey: last.key }] : [];
    await options.keep({ ...NOTHING, ...folder, trail, state: 'checked', digests: 1, ...checked, resolved });
    lasts.set(trail, checked.last);
  }
  for (const [trail, last] of lasts) {
    if (!silent.has(trail)) await options.keep(silenceOf(options, { ...folder, trail }, last));
  }
  if (lasts.size === 0) await options.keep(withoutDigests({ ...folder, trail: '' }));
}

const lengthOf = ({ startedAt, endedAt }: Link) => Math.max(0, endedAt - startedAt);
/** A digest comes when the time that it covers has passed. */
const isNotDue = (last: Link, now: number) => now < last.endedAt + lengthOf(last);

/** Looked at with nothing new; and once the next digest is overdue, that it is. */
function silenceOf({ now, toleranceMs }: PlaceOptions, chain: DigestChain, last: Link): ChainReport {
  const report: ChainReport = { ...NOTHING, ...chain, state: 'checked', last };
  if (now() < last.endedAt + lengthOf(last) + toleranceMs) return report;
  const ended = new Date(last.endedAt).toISOString();
  const message = `No digest has come since the one that ended at ${ended}: the trail or its validation was stopped, or those after it were removed.`;
  return { ...report, problems: [{ kind: 'digestMissing', objectKey: last.key, message, since: last.endedAt }] };
}

export const withoutDigests = (chain: DigestChain): ChainReport => ({
  ...NOTHING,
  ...chain,
  state: 'noDigests',
  last: null,
  error: 'There are log files but no digests of late. Turn on log file validation for the trail.',
});

/** In the order of their times. Known trails from behind their last one, others from the look back on. */
async function newDigests(
  bucket: LogBucketReader,
  { now, lookBackMs }: PlaceOptions,
  folder: string,
  lasts: ReadonlyMap<string, Link>,
  silent: ReadonlySet<string>,
): Promise<Found[]> {
  const floor = now() - lookBackMs;
  // A trail that was removed must not have the folder listed from its end for ever.
  const alive = [...lasts].filter(([trail]) => !silent.has(trail));
  const from = Math.min(floor, ...(alive.length > 0 ? alive : [...lasts]).map(([, { endedAt }]) => endedAt));
  const found: Found[] = [];
  for await (const { key } of bucket.objects(folder, dayBefore(folder, from))) {
    const name = digestNameOf(key);
    if (name === null || name.folder !== folder) continue;
    const last = lasts.get(name.trail);
    if (last === undefined ? name.endedAt >= floor : name.endedAt > last.endedAt) found.push({ key, name });
  }
  return found.toSorted((a, b) => a.name.endedAt - b.name.endedAt || (a.key < b.key ? -1 : 1));
}

/** What kept a look from its end, for the chains concerned. Digests that were checked stay so. */
export function stopped(folder: DigestFolder, chains: readonly ChainPlace[], error: unknown): ChainReport[] {
  const { kind, code, message, action } = classifyAwsError(error);
  const denied = kind === 'denied';
  const fix =
    action === 'cloudtrail:ListPublicKeys' || /ListPublicKeys/.test(message)
      ? 'Allow cloudtrail:ListPublicKeys, which neither SecurityAudit nor ViewOnlyAccess grants.'
      : `Allow s3:ListBucket on ${folder.bucket} and s3:GetObject on ${folder.bucket}/${folder.folder}*.`;
  const text = `${code}: ${message.slice(0, 500)}${denied ? ` ${fix}` : ''}`;
  const of = chains.length > 0 ? chains : [{ ...folder, trail: '', last: null }];
  return of.map(({ trail, last }) => ({
    ...NOTHING,
    ...folder,
    trail,
    state: denied ? 'denied' : last ? 'checked' : 'checking',
    last,
    error: text,
  }));
}
