import { expect, test } from 'vitest';
import { regionSchema } from '@/lib/schemas/integration';
import { regionOptions } from './regions';

test('every region offered is one the API takes, found by its id and by its place', () => {
  for (const { value } of regionOptions()) expect(regionSchema.parse(value)).toBe(value);
  expect(regionOptions()).toContainEqual({ value: 'eu-west-1', label: 'eu-west-1', hint: 'Ireland' });
});

test('a region that is not offered still shows as the current one', () => {
  expect(regionOptions('us-iso-east-1')[0]).toEqual({ value: 'us-iso-east-1', label: 'us-iso-east-1' });
  expect(regionOptions('eu-west-1')).toHaveLength(regionOptions().length);
});
