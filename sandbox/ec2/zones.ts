import {
  type AvailabilityZone,
  AvailabilityZone$,
  DescribeAvailabilityZones$,
  type DescribeAvailabilityZonesRequest,
  type DescribeAvailabilityZonesResult,
} from '@aws-sdk/client-ec2';
import { invalidValue } from './kit/errors';
import { ec2Read } from './kit/operation';
import { select } from './kit/select';
import { zonesOf } from './kit/zones';

export const zoneOperations = {
  DescribeAvailabilityZones: ec2Read<DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult>(
    DescribeAvailabilityZones$,
    ({ region }, input) => {
      const all = zonesOf(region).map(
        ({ name, id }): AvailabilityZone => ({
          ZoneName: name,
          ZoneId: id,
          RegionName: region,
          GroupName: `${region}-zg-1`,
          NetworkBorderGroup: region,
          ZoneType: 'availability-zone',
          OptInStatus: 'opt-in-not-required',
          State: 'available',
          Messages: [],
        }),
      );
      const wanted = [...(input.ZoneNames ?? []), ...(input.ZoneIds ?? [])];
      const unknown = wanted.find((each) => !all.some(({ ZoneName, ZoneId }) => each === ZoneName || each === ZoneId));
      if (unknown) throw invalidValue(`Invalid availability zone: [${unknown}]`);
      const named = all.filter(
        ({ ZoneName = '', ZoneId = '' }) => wanted.length === 0 || wanted.includes(ZoneName) || wanted.includes(ZoneId),
      );
      const { rows } = select(
        named,
        { Filters: input.Filters },
        {
          kind: 'vpc',
          idOf: (zone) => zone.ZoneId ?? '',
          schema: AvailabilityZone$,
        },
      );
      return { AvailabilityZones: rows };
    },
  ),
};
