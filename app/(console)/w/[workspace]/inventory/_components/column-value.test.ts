import { expect, test } from 'vitest';
import type { ResourceSummary } from '@/lib/schemas/inventory';
import { columnHeader, columnValue, valueText } from './column-value';

test.each([
  ['accountId', 'Account'],
  ['tag.cost-center', 'tag.cost-center'],
  ['attr.instanceType', 'Instance type'],
  ['attr.state.name', 'State name'],
  ['attr.privateIpAddress', 'Private IP address'],
  ['attr.association.publicIp', 'Public IP'],
  ['attr.vpcId', 'VPC ID'],
])('%s is headed %s', (column, header) => {
  expect(columnHeader(column)).toBe(header);
});

test('tags come of the row, attributes of what the page asked for, and text is one line', () => {
  const resource = {
    uid: 'u',
    name: 'web',
    tags: { team: 'core' },
    columns: { 'attr.addresses': ['10.0.0.1', 'web.test'] },
  } as unknown as ResourceSummary;
  expect(columnValue('tag.team', resource)).toBe('core');
  expect(columnValue('tag.toString', resource)).toBeNull();
  expect(columnValue('name', resource)).toBe('web');
  expect(valueText(columnValue('attr.addresses', resource))).toBe('10.0.0.1, web.test');
  expect(valueText(columnValue('attr.none', resource))).toBe('');
  expect(valueText({ a: 1 })).toBe('{"a":1}');
});
