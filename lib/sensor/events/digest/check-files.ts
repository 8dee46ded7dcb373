import pLimit from 'p-limit';
import { trailObjectOf } from '@/lib/events/decode/object-key';
import type { LogBucketReader } from '@/lib/events/digest/bucket';
import type { Problem, ProblemKind } from '@/lib/events/digest/chain';
import type { Digest } from '@/lib/events/digest/digest-file';
import type { ObjectReader } from '@/lib/events/strategies/object-reader';
import type { Delivery } from '@/lib/events/strategies/types';

/** `settle` has the effects of files that nobody had read. */
export type FileDependencies = {
  bucket: LogBucketReader;
  reader: ObjectReader;
  known(bucket: string, keys: readonly string[]): Promise<({ sha256: string; readAt: number } | null)[]>;
  settle(deliveries: readonly Delivery[]): Promise<void>;
  signal: AbortSignal;
};

type Named = Digest['logFiles'][number];
type Known = { sha256: string; readAt: number } | null;
export type FilesChecked = { files: number; recovered: number; problems: Problem[] };

const READ_AT_ONCE = 4;
const CHUNK = 8;

/**
 * Holds every log file that a digest names to its hash. One that was read whole is there and was not written since, or is
 * read again; one that nobody has read is read now, and its events have their effect.
 */
export async function checkFiles(deps: FileDependencies, digest: Digest): Promise<FilesChecked> {
  const since = Date.parse(digest.digestStartTime);
  const checked: FilesChecked = { files: digest.logFiles.length, recovered: 0, problems: [] };
  const present = await listedOf(deps.bucket, digest.logFiles);
  const hashes = new Map<string, Known>();
  for (const [bucket, files] of Map.groupBy(digest.logFiles, ({ s3Bucket }) => s3Bucket)) {
    const keys = files.map(({ s3Object }) => s3Object);
    const found = await deps.known(bucket, keys);
    for (const [n, key] of keys.entries()) hashes.set(key, found[n] ?? null);
  }
  const problem = (kind: ProblemKind, { s3Object }: Named, message: string) =>
    checked.problems.push({ kind, objectKey: s3Object, message, since });
  const toRead: Named[] = [];
  for (const file of digest.logFiles) {
    const known = hashes.get(file.s3Object) ?? null;
    // Of another bucket (the trail's was changed) only what is read tells.
    const modifiedAt = file.s3Bucket === deps.bucket.name ? present.get(file.s3Object) : 0;
    if (known !== null && known.sha256 !== file.hashValue.toLowerCase()) {
      problem('fileAltered', file, 'What was read of it is not what CloudTrail delivered.');
    } else if (known !== null && modifiedAt === undefined) {
      problem('fileMissing', file, 'It was removed, after it had been read: its events are in the log.');
    } else if (known === null || (modifiedAt ?? 0) > known.readAt) toRead.push(file);
  }
  await readEach(deps, toRead, async (file, delivery) => {
    const wasRead = (hashes.get(file.s3Object) ?? null) !== null;
    const fault = faultOf(file, delivery, wasRead);
    if (fault !== null) problem(...fault);
    else if (!wasRead) {
      await deps.settle([delivery]);
      checked.recovered += 1;
    }
  });
  return checked;
}

function faultOf(file: Named, delivery: Delivery, wasRead: boolean): [ProblemKind, Named, string] | null {
  const [poison] = delivery.poison;
  if (delivery.file?.sha256 === file.hashValue.toLowerCase()) return null;
  if (delivery.file === undefined && poison?.reason === 'object_missing') {
    return ['fileMissing', file, `${poison.message} ${wasRead ? 'It had been read.' : 'It was never read.'}`];
  }
  const how = delivery.file === undefined ? (poison?.message ?? 'It cannot be read.') : 'Its content has another hash.';
  const read = wasRead ? 'It was written again after it had been read.' : 'What CloudTrail delivered was never read.';
  return ['fileAltered', file, `${how} ${read}`];
}

/** A few at once, their effects one after the other. */
async function readEach(
  { reader, signal }: FileDependencies,
  files: readonly Named[],
  each: (file: Named, delivery: Delivery) => Promise<void>,
): Promise<void> {
  const limit = pLimit(READ_AT_ONCE);
  for (let n = 0; n < files.length; n += CHUNK) {
    signal.throwIfAborted();
    const chunk = files.slice(n, n + CHUNK);
    const deliveries = await Promise.all(
      chunk.map(({ s3Bucket, s3Object }) => limit(() => reader.read({ bucket: s3Bucket, key: s3Object }))),
    );
    for (const [at, file] of chunk.entries()) {
      const delivery = deliveries[at];
      if (delivery) await each(file, delivery);
    }
  }
}

/** Which of the files are there, with when each was written last (epoch ms): a list of their folders, not a request a file. */
async function listedOf(bucket: LogBucketReader, files: readonly Named[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  const keys = files.map(({ s3Object }) => s3Object).filter((key) => trailObjectOf(key)?.kind === 'log');
  for (const [folder, named] of Map.groupBy(keys, (key) => key.slice(0, key.lastIndexOf('/') + 1))) {
    const wanted = new Set(named);
    const sorted = named.toSorted();
    const last = sorted.at(-1) ?? '';
    // The character before the first key's last one: the listing begins behind it, so with that key.
    const before = (sorted[0] ?? folder).slice(0, -1);
    for await (const { key, modifiedAt } of bucket.objects(folder, before)) {
      if (wanted.has(key)) found.set(key, modifiedAt);
      if (key >= last) break;
    }
  }
  return found;
}
