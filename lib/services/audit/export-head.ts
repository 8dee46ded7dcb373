import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportHead } from './seal';

/**
 * Writes each signed head as `<directory>/<chain>/<sequence>.jws`, readable by the owner only. Point the directory
 * at storage that Mooring can add to and not rewrite: heads kept apart are what shows that a log was cut short.
 */
export function exportHeadsTo(directory: string): ExportHead {
  return async ({ chain, sequence }, statement) => {
    const folder = join(directory, chain);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${sequence.padStart(12, '0')}.jws`);
    await writeFile(`${file}.part`, `${statement}\n`, { mode: 0o600 });
    await rename(`${file}.part`, file);
  };
}
