import { z } from 'zod';
import type { JsonObject } from '@/lib/collectors/types';
import { momentOf, nameOf } from './place';

/**
 * How far a folder was read. `through`: epoch ms; all files named up to then were seen when it was listed last. `seen`: names
 * of those that were read and lie within the window before `through`, because later files may have earlier names. `floor`:
 * epoch ms; nothing named before it is read, because the source began there.
 */
export const folderStateSchema = z.object({
  through: z.number(),
  floor: z.number(),
  last: z.string().nullable(),
  seen: z.array(z.string()),
});
export type FolderState = z.output<typeof folderStateSchema>;

/** `from`: where a folder without a state begins: a moment in epoch ms, or what there is. */
export const checkpointSchema = z.object({
  from: z.union([z.literal('oldest'), z.literal('latest'), z.number()]).optional(),
  folders: z.record(z.string(), folderStateSchema).default({}),
});
export type S3Checkpoint = z.output<typeof checkpointSchema>;

/** A file named this much earlier than those read before is still found. Later ones are left to digests and scans. */
export const WINDOW_MS = 30 * 60_000;
/** A source without a checkpoint begins with what was delivered this long ago. */
export const LOOK_BACK_MS = 60 * 60_000;

/** What was stored; a checkpoint that cannot be read is as none. */
export function readCheckpoint(stored: JsonObject | null): S3Checkpoint {
  const parsed = checkpointSchema.safeParse(stored ?? {});
  return parsed.success ? parsed.data : { folders: {} };
}

/** The state that a folder begins with. */
export function beginOf({ from }: S3Checkpoint, now: number): FolderState {
  const floor = from === 'oldest' ? 0 : from === 'latest' ? now : (from ?? now - LOOK_BACK_MS);
  return { through: floor, floor, last: null, seen: [] };
}

/** The moment from which a folder is listed; null: from its beginning. */
export function listedFrom({ through, floor }: FolderState): number | null {
  const from = Math.max(through - WINDOW_MS, floor);
  return from <= 0 ? null : from;
}

/** With `keys` read, in order; `exhausted`: the listing ended, so nothing named up to `now` is left. */
export function advance(state: FolderState, keys: readonly string[], exhausted: boolean, now: number): FolderState {
  const moments = keys.map((key) => momentOf(key) ?? 0);
  const through = Math.max(state.through, ...moments.map((moment) => Math.min(moment, now)), exhausted ? now : 0);
  const seen = new Set([...state.seen, ...keys.map(nameOf)]);
  const kept = [...seen].filter((name) => (momentOf(`_${name}`) ?? 0) >= through - WINDOW_MS);
  return { through, floor: state.floor, last: keys.at(-1) ?? state.last, seen: kept.sort() };
}
