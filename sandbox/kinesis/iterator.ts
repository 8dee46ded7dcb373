import { randomBytes } from 'node:crypto';
import { invalidArgument } from './find';
import type { Shard } from './types';

/** A place in a shard, after a sequence number; `at` is when the iterator was given. */
export type Iterator = { stream: string; shard: string; after: string; at: number };

/** Opaque to clients, and never the same twice. */
export function writeIterator({ stream, shard, after, at }: Iterator): string {
  return Buffer.from(JSON.stringify([stream, shard, after, at, randomBytes(6).toString('hex')])).toString('base64');
}

export function readIterator(text: string | undefined): Iterator {
  try {
    const [stream, shard, after, at] = JSON.parse(Buffer.from(text ?? '', 'base64').toString());
    if (
      typeof stream === 'string' &&
      typeof shard === 'string' &&
      typeof after === 'string' &&
      typeof at === 'number'
    ) {
      return { stream, shard, after, at };
    }
  } catch {
    // What is no JSON is no iterator of ours.
  }
  throw invalidArgument('Invalid ShardIterator.');
}

/** Could the shard have given this sequence number? */
export const isIn = ({ firstSequence, lastSequence }: Shard, sequence: string) =>
  sequence >= firstSequence && (lastSequence === undefined || sequence <= lastSequence);
