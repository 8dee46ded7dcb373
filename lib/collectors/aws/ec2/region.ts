import { DescribeRegionsCommand, type Region } from '@aws-sdk/client-ec2';
import { firstOf, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { describing } from './reads/describe';
import { wholeOf } from './reads/pages';
import { ec2Attributes, ec2Resource } from './values';

/** Regions of the account, also those it has not opted into. The status says whether a scan looks into it. */
export const regionCollector: Collector<Region> = {
  service: 'ec2',
  type: 'AWS::EC2::Region',
  title: 'Region',
  scope: 'global',
  actions: ['ec2:DescribeRegions'],
  enrichingActions: [],
  readActions: [],
  ...describing<Region>({
    idOf: (region) => region.RegionName,
    idFilter: 'region-name',
    nameOf: (region) => region.RegionName,
    nameFilter: 'region-name',
    read: (ctx, Filters) =>
      wholeOf(ctx, async (ec2, options) => {
        const { Regions } = await ec2.send(new DescribeRegionsCommand({ AllRegions: true, Filters }), options);
        return Regions;
      }),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, 'AWS::EC2::Region', {
      id: raw.RegionName,
      arn: null,
      name: raw.RegionName,
      tags: [],
      attributes: ec2Attributes(raw),
      addresses: [raw.Endpoint],
    }),
  events: trailEvents(
    'account.amazonaws.com',
    firstOf(refFrom({ id: 'requestParameters.RegionName' }), refFrom({ id: 'requestParameters.regionName' })),
    { updates: ['EnableRegion', 'DisableRegion'] },
  ),
  eventless: {
    create: 'AWS opens regions; an account is told by the next list.',
    delete: 'A region that is opted out of stays in the list, and AWS has never closed one.',
  },
};
