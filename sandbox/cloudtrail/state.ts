import type { AdvancedEventSelector, EventSelector, Trail } from '@aws-sdk/client-cloudtrail';
import type { Account } from '../store/account';
import type { Table } from '../store/table';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';

export type TrailRow = {
  shown: Omit<Trail, 'Name' | 'TrailARN' | 'HomeRegion'> & { Name: string; TrailARN: string; HomeRegion: string };
  logging: boolean;
  startedAt: number | null;
  stoppedAt: number | null;
  selectors: readonly EventSelector[];
  advancedSelectors: readonly AdvancedEventSelector[];
  tags: Readonly<Record<string, string>>;
};

/** What a trail records until it is told otherwise. */
export const DEFAULT_SELECTORS: readonly EventSelector[] = [
  { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];

type Place = Pick<Call, 'account' | 'region'>;

export const trailsOf = (account: Account, region: string): Table<TrailRow> =>
  account.table<TrailRow>('cloudtrail.trail', region);

export const trailArn = ({ account, region }: Place, given: string): string =>
  given.startsWith('arn:') ? given : `arn:aws:cloudtrail:${region}:${account.id}:trail/${given}`;

/** A trail by name in this region, or by ARN in its own. */
export function findTrail(call: Place, given: string | undefined): TrailRow {
  const arn = trailArn(call, given ?? '');
  const [, , , region = '', , resource = ''] = arn.split(':');
  const found = trailsOf(call.account, region).get(resource.slice('trail/'.length));
  if (found !== undefined) return found;
  throw new AwsError('TrailNotFoundException', `Unknown trail: ${arn} for the user: ${call.account.id}`, 400);
}

export function keepTrail(call: Call, row: TrailRow): void {
  trailsOf(call.account, row.shown.HomeRegion).put(row.shown.Name, row, call.now);
}
