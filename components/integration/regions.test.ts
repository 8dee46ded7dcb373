import { expect, test } from 'vitest';
import { regionOptions } from './regions';

test('a region is found by its id and by its place', () => {
  expect(regionOptions()).toContainEqual({ value: 'eu-west-1', label: 'eu-west-1', hint: 'Ireland' });
});

test('a region that is not offered still shows as the current one', () => {
  expect(regionOptions('us-iso-east-1')[0]).toEqual({ value: 'us-iso-east-1', label: 'us-iso-east-1' });
  expect(regionOptions('eu-west-1')).toHaveLength(regionOptions().length);
});
