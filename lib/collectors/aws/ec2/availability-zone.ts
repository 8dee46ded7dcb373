import { type AvailabilityZone, DescribeAvailabilityZonesCommand } from '@aws-sdk/client-ec2';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, names } from './events';
import { describing } from './reads/describe';
import { wholeOf } from './reads/pages';
import { ec2Attributes, ec2Resource, edge } from './values';

/** Zones of a region, local and wavelength zones included. Identified by zone id: `euw1-az1` is one place in every account, `eu-west-1a` is not. */
export const availabilityZoneCollector: Collector<AvailabilityZone> = {
  service: 'ec2',
  type: 'AWS::EC2::AvailabilityZone',
  title: 'Availability Zone',
  scope: 'regional',
  actions: ['ec2:DescribeAvailabilityZones'],
  enrichingActions: [],
  readActions: [],
  ...describing<AvailabilityZone>({
    idOf: (zone) => zone.ZoneId,
    idFilter: 'zone-id',
    // An opt-in names the zone's group, which for local and wavelength zones stands for its zones.
    nameOf: (zone) => zone.GroupName,
    nameFilter: 'group-name',
    read: (ctx, Filters) =>
      wholeOf(ctx, async (ec2, options) => {
        const input = { AllAvailabilityZones: true, Filters };
        return (await ec2.send(new DescribeAvailabilityZonesCommand(input), options)).AvailabilityZones;
      }),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, 'AWS::EC2::AvailabilityZone', {
      id: raw.ZoneId,
      arn: null,
      name: raw.ZoneName,
      tags: [],
      attributes: ec2Attributes(raw, { omit: ['Messages'] }),
      relationships: [edge('belongsTo', 'AWS::EC2::AvailabilityZone', raw.ParentZoneId)],
    }),
  events: ec2Events(names('groupName'), { updates: ['ModifyAvailabilityZoneGroup'] }),
  eventless: {
    create: 'AWS builds zones; an account is told by the next list.',
    delete: 'A zone that is closed, or whose group is opted out of, stays in the list or leaves it without an event.',
  },
};
