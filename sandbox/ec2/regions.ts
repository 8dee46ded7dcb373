import {
  DescribeRegions$,
  type DescribeRegionsRequest,
  type DescribeRegionsResult,
  type Region,
} from '@aws-sdk/client-ec2';
import { DEFAULT_REGIONS, OPT_IN_REGIONS } from '../store/regions';
import { modelRead } from '../wire/model/operation';

const region = (name: string, status: string): Region => ({
  RegionName: name,
  Endpoint: `ec2.${name}.amazonaws.com`,
  OptInStatus: status,
});

export const regionOperations = {
  DescribeRegions: modelRead<DescribeRegionsRequest, DescribeRegionsResult>(DescribeRegions$, {
    ask: () => '*',
    handle: (_call, input) => {
      const enabled = DEFAULT_REGIONS.map((name) => region(name, 'opt-in-not-required'));
      const others = input.AllRegions ? OPT_IN_REGIONS.map((name) => region(name, 'not-opted-in')) : [];
      const named = [...enabled, ...others].filter(
        ({ RegionName }) => !input.RegionNames?.length || input.RegionNames.includes(RegionName ?? ''),
      );
      return { Regions: named };
    },
  }),
};
