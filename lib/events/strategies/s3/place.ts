import type { BucketConfig } from '@/lib/schemas/event-source';

const SHARD = /^(\d{12})\/([a-z]{2}(?:-[a-z]+)+-\d)$/;

/** `AWSLogs/` and `trail/AWSLogs` alike: what stands before the accounts, with one slash at its end. */
export function rootOf({ prefix }: BucketConfig): string {
  const bare = prefix.replace(/\/+$/, '');
  return bare === '' ? 'AWSLogs/' : `${bare}/`;
}

/** Account and region of a shard; null: the name is none of ours. */
export function partsOf(shard: string): { accountId: string; region: string } | null {
  const [, accountId, region] = SHARD.exec(shard) ?? [];
  return accountId !== undefined && region !== undefined ? { accountId, region } : null;
}

/**
 * The key behind which files lie that were delivered from a moment on, in the folder of one account and region: a name goes
 * `…/2026/11/20/<account>_CloudTrail_<region>_20261120T0805Z_<16 characters>.json.gz`, so that keys are in order of time.
 */
export function keyBefore(folder: string, shard: { accountId: string; region: string }, ms: number): string {
  const iso = new Date(ms).toISOString();
  const stamp = `${iso.slice(0, 16).replaceAll('-', '').replace(':', '')}Z`;
  return `${folder}${iso.slice(0, 10).replaceAll('-', '/')}/${shard.accountId}_CloudTrail_${shard.region}_${stamp}`;
}

/** The moment in a file's name, epoch ms; null: it has none. */
export function momentOf(key: string): number | null {
  const found = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]*$/.exec(key);
  if (found === null) return null;
  const [, year = 0, month = 1, day = 1, hour, minute] = found.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** What a file is remembered by: `20261120T0805Z_<16 characters>`, which is its own within a folder. */
export const nameOf = (key: string): string => /_(\d{8}T\d{4}Z_[^/]*)\.json\.gz$/.exec(key)?.[1] ?? key;
