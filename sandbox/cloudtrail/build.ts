import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { DEFAULT_SELECTORS, type TrailRow, trailArn, trailsOf } from './state';

const DAY = 86_400_000;

type Options = Partial<TrailRow['shown']> & { bucket: string; logging?: boolean; tags?: Record<string, string> };

/** Puts a trail into an account as if it had been there since `at` (milliseconds); it logs unless told otherwise. */
export function addTrail(account: Account, region: string, name: string, at: number, options: Options): TrailRow {
  const { bucket, logging = true, tags = {}, ...shown } = options;
  const row: TrailRow = {
    shown: {
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      LogFileValidationEnabled: false,
      IsOrganizationTrail: false,
      HasCustomEventSelectors: false,
      HasInsightSelectors: false,
      S3BucketName: bucket,
      ...shown,
      Name: name,
      TrailARN: trailArn({ account, region }, name),
      HomeRegion: region,
    },
    logging,
    startedAt: at,
    stoppedAt: logging ? null : at + 30 * DAY,
    selectors: DEFAULT_SELECTORS,
    advancedSelectors: [],
    tags,
  };
  trailsOf(account, region).load(name, row);
  return row;
}

/** Adds `count` trails of one region into one of `buckets` (names); one in three validates its files, one in ten has stopped. */
export function fillCloudTrail(
  world: World,
  account: Account,
  region: string,
  count: number,
  random: Random,
  buckets: readonly string[] = [],
): void {
  const from = trailsOf(account, region).size;
  for (let index = from; index < from + count; index += 1) {
    addTrail(account, region, `trail-${index}`, world.clock.now() - random.between(60, 1200) * DAY, {
      bucket: buckets.length > 0 ? random.pick(buckets) : `cloudtrail-${account.id}`,
      LogFileValidationEnabled: random.chance(0.33),
      logging: !random.chance(0.1),
    });
  }
}
