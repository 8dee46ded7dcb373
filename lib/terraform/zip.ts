import { strToU8, type Zippable, zipSync } from 'fflate';
import type { RenderedFile } from './files';

/** Built from local parts, because a zip holds local time without a zone: the same bytes in every zone. */
const EPOCH = new Date(1980, 0, 1);

/**
 * The files as a zip under `folder/`. The same files give the same bytes, so that a download can be compared.
 * Paths are relative and ours; none comes from a user.
 */
export function zip(files: readonly RenderedFile[], folder: string): Uint8Array {
  const entries: Zippable = {};
  for (const file of [...files].sort((left, right) => (left.path < right.path ? -1 : 1))) {
    entries[`${folder}/${file.path}`] = [strToU8(file.content), { mtime: EPOCH, level: 9 }];
  }
  return zipSync(entries);
}
