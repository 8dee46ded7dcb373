import { expect, test } from 'vitest';
import { regionSchema } from './integration';

test.each([
  'us-east-1',
  'eu-central-1',
  'ap-northeast-3',
  'us-gov-west-1',
  'us-isob-east-1',
  'cn-north-1',
  'mx-central-1',
  'eusc-de-east-1',
])('%s is a region', (region) => expect(regionSchema.parse(region)).toBe(region));

test.each(['', 'us-east', 'US-EAST-1', 'us-east-1a', 'us east 1', 'us-east-1\n', 'eu-central-1; rm -rf'])(
  '%j is none',
  (region) => {
    expect(regionSchema.safeParse(region).success).toBe(false);
  },
);
