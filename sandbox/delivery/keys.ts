import { randomBytes } from 'node:crypto';
import type { TrailSpec } from './spec';

const FIVE_MINUTES = 300_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const compact = (at: number, end: 13 | 15) => `${new Date(at).toISOString().replaceAll(/[-:]/g, '').slice(0, end)}Z`;
const day = (at: number) => new Date(at).toISOString().slice(0, 10).replaceAll('-', '/');

function folder(spec: TrailSpec, account: string, kind: string, region: string, at: number): string {
  const parts = [spec.prefix, 'AWSLogs', spec.organizationId, account, kind, region, day(at)];
  return parts.filter((part) => part !== undefined && part !== '').join('/');
}

/** Names carry the five minutes that end next, as AWS's do: no record in a file is newer than its name. */
export function logFileKey(spec: TrailSpec, account: string, region: string, at: number): string {
  const mark = Math.ceil(at / FIVE_MINUTES) * FIVE_MINUTES;
  const unique = Array.from(randomBytes(16), (byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  const name = `${account}_CloudTrail_${region}_${compact(mark, 13)}_${unique}.json.gz`;
  return `${folder(spec, account, 'CloudTrail', region, mark)}/${name}`;
}

/** `homeRegion`: the trail's own, which stands behind its name. */
export function digestKey(
  spec: TrailSpec,
  { account, region, trail, homeRegion }: { account: string; region: string; trail: string; homeRegion: string },
  at: number,
): string {
  const name = `${account}_CloudTrail-Digest_${region}_${trail}_${homeRegion}_${compact(at, 15)}.json.gz`;
  return `${folder(spec, account, 'CloudTrail-Digest', region, at)}/${name}`;
}
