import type { BucketConfig } from '@/lib/schemas/event-source';

/** One account and region of a trail; `folder` ends before the date: `AWSLogs/o-…/<account>/CloudTrail/<region>/`. */
export type TrailFolder = { shard: string; folder: string };

const SHARD = /^(\d{12})\/([a-z]{2}(?:-[a-z]+)+-\d)$/;
const DAY_MS = 86_400_000;

/** `AWSLogs/` and `trail/AWSLogs` alike: what stands before the accounts, with one slash at its end. */
export function rootOf({ prefix }: BucketConfig): string {
  const bare = prefix.replace(/\/+$/, '');
  return bare === '' ? 'AWSLogs/' : `${bare}/`;
}

export const partsOf = (shard: string): { accountId: string; region: string } | null => {
  const [, accountId, region] = SHARD.exec(shard) ?? [];
  return accountId !== undefined && region !== undefined ? { accountId, region } : null;
};

/** `2026/11/20/` of a moment, in UTC as CloudTrail counts days. */
export const dayOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/')}/`;

/** Days from one moment to another, both included, oldest first. */
export function daysBetween(from: number, to: number): string[] {
  const days: string[] = [];
  for (let at = Math.floor(from / DAY_MS) * DAY_MS; at <= to; at += DAY_MS) days.push(dayOf(at));
  return days;
}

/** `20261120T0805Z` of a moment: how the name of a file delivered then goes on after the region. */
export const stampOf = (ms: number): string =>
  `${new Date(ms).toISOString().slice(0, 16).replaceAll('-', '').replace(':', '')}Z`;

/** The moment in a file's name, epoch ms; null: it has none. */
export function momentOf(key: string): number | null {
  const found = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^/]*$/.exec(key);
  if (found === null) return null;
  const [, year, month, day, hour, minute] = found.map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute);
  return Number.isNaN(at) ? null : at;
}
