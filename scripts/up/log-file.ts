import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';

const ROTATE_AT_BYTES = 20 * 1024 * 1024;

/** Opens a log for appending; one that has grown large becomes `<file>.1` first. Returns the descriptor. */
export function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > ROTATE_AT_BYTES) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** The last `count` lines of a file, at most 16 KiB; empty when there is none. */
export function lastLines(file: string, count: number): string[] {
  if (!existsSync(file)) return [];
  const size = statSync(file).size;
  const buffer = Buffer.alloc(Math.min(size, 16 * 1024));
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8').trimEnd().split('\n').slice(-count);
}
