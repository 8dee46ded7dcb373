import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import { AppError } from '@/lib/errors/app-error';
import { trailObjectOf } from '@/lib/events/decode/object-key';
import { objectReader } from '@/lib/events/strategies/object-reader';
import type { Batch, Delivery, ShardRun, StrategyContext } from '@/lib/events/strategies/types';
import type { BucketConfig } from '@/lib/schemas/event-source';
import { advance, beginOf, type FolderState, listedFrom, readCheckpoint, type S3Checkpoint } from './checkpoint';
import { foldersOf, type ListedFile, listFiles } from './list';
import { keyBefore, momentOf, nameOf, partsOf } from './place';

const FILES = 10;
const BYTES = 32 * 1024 * 1024;
const FETCH_AT_ONCE = 4;
/** An idle source shows that it lives this often, however rarely it looks. */
const LIFE_MS = 15_000;
const FIND_FOLDERS_MS = 30 * 60_000;

type Chunk = { folder: string; files: ListedFile[]; exhausted: boolean; listedAt: number };

/**
 * New log files of one account and region, in the order of their names. A listing begins behind the files that were read, a
 * window before them, so that no look goes over the bucket again. Each batch has the checkpoint that it leads to.
 */
export async function* consumeBucket(
  ctx: StrategyContext,
  { config, shard, checkpoint }: ShardRun<'s3'>,
): AsyncGenerator<Batch> {
  const parts = partsOf(shard);
  if (parts === null) throw new AppError('invalid_request', `A bucket has no shard ${shard}.`);
  const reader = objectReader(ctx, { region: config.region, owner: config.accountID });
  const limit = pLimit(FETCH_AT_ONCE);
  const read = (chunk: Chunk) =>
    Promise.all(chunk.files.map(({ key }) => limit(() => reader.read({ bucket: config.bucketName, key }))));
  let place: S3Checkpoint = readCheckpoint(checkpoint);
  try {
    let folders: string[] = [];
    let foundAt = Number.NEGATIVE_INFINITY;
    while (!ctx.signal.aborted) {
      if (ctx.now() - foundAt > FIND_FOLDERS_MS || folders.length === 0) {
        folders = await foldersOf(ctx, config, parts);
        foundAt = ctx.now();
      }
      for (const folder of folders) {
        const state = place.folders[folder] ?? beginOf(place, ctx.now());
        place = { ...place, folders: { ...place.folders, [folder]: state } };
        for await (const { chunk, deliveries } of readAhead(chunksOf(ctx, config, folder, parts, state), read)) {
          place = {
            ...place,
            folders: { ...place.folders, [folder]: advanced(place.folders[folder] ?? state, chunk) },
          };
          yield batchOf(chunk, deliveries, place, ctx.now());
        }
      }
      yield* idle(ctx, place);
    }
  } catch (error) {
    if (!ctx.signal.aborted) throw error;
  }
}

const advanced = (state: FolderState, { files, exhausted, listedAt }: Chunk): FolderState =>
  advance(
    state,
    files.map(({ key }) => key),
    exhausted,
    listedAt,
  );

/** What one look at a folder finds, a few files at a time; the last chunk says so, and may be empty. */
async function* chunksOf(
  ctx: StrategyContext,
  config: BucketConfig,
  folder: string,
  parts: { accountId: string; region: string },
  state: FolderState,
): AsyncGenerator<Chunk> {
  const seen = new Set(state.seen);
  const from = listedFrom(state);
  let after = from === null ? null : keyBefore(folder, parts, from);
  for (let more = true; more && !ctx.signal.aborted; ) {
    const listedAt = ctx.now();
    const page = await listFiles(ctx, config, folder, after);
    more = page.more;
    after = page.files.at(-1)?.key ?? after;
    const fresh = page.files.filter(({ key }) => trailObjectOf(key)?.kind === 'log' && !seen.has(nameOf(key)));
    const chunks = chunked(fresh);
    for (const [n, files] of chunks.entries()) {
      yield { folder, files, exhausted: !more && n === chunks.length - 1, listedAt };
    }
    if (chunks.length === 0 && !more) yield { folder, files: [], exhausted: true, listedAt };
  }
}

function chunked(files: readonly ListedFile[]): ListedFile[][] {
  const chunks: ListedFile[][] = [];
  let bytes = 0;
  for (const file of files) {
    const last = chunks.at(-1);
    if (last === undefined || last.length >= FILES || bytes + file.size > BYTES) {
      chunks.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  }
  return chunks;
}

/** Reads the next chunk while the last one is being committed. */
async function* readAhead(
  chunks: AsyncGenerator<Chunk>,
  read: (chunk: Chunk) => Promise<Delivery[]>,
): AsyncGenerator<{ chunk: Chunk; deliveries: Delivery[] }> {
  const next = async () => {
    const { value: chunk, done } = await chunks.next();
    return done ? null : { chunk, deliveries: await read(chunk) };
  };
  let coming = next();
  for (let found = await coming; found !== null; found = await coming) {
    coming = next();
    coming.catch(() => {});
    yield found;
  }
}

function batchOf(chunk: Chunk, deliveries: Delivery[], place: S3Checkpoint, now: number): Batch {
  const oldest = momentOf(chunk.files[0]?.key ?? '');
  return {
    deliveries,
    checkpoint: place,
    finished: false,
    lagMs: chunk.exhausted || oldest === null ? 0 : Math.max(0, now - oldest),
    // The place of a bucket's reader is its checkpoint: there is nothing to delete or to give back.
    ack: async () => {},
    release: async () => {},
  };
}

/** Waits until the next look, showing life meanwhile. */
async function* idle(ctx: StrategyContext, place: S3Checkpoint): AsyncGenerator<Batch> {
  for (let left = ctx.pollMs; left > 0 && !ctx.signal.aborted; left -= LIFE_MS) {
    if (left < ctx.pollMs) yield batchOf({ folder: '', files: [], exhausted: true, listedAt: 0 }, [], place, ctx.now());
    await delay(Math.min(left, LIFE_MS), undefined, { signal: ctx.signal }).catch(() => {});
  }
}
