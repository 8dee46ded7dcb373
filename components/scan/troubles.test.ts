import { expect, test } from 'vitest';
import type { Scan } from '@/lib/schemas/scan';
import { troubles } from './denial-notes';
import { whoDenies } from './who-denies';

const scope = (type: string, changes: Partial<Scan['scopes'][number]> = {}): Scan['scopes'][number] => ({
  accountId: '339712905844',
  service: 'iam',
  region: 'global',
  type,
  status: 'complete',
  startedAt: null,
  finishedAt: null,
  seen: 0,
  created: 0,
  changed: 0,
  deleted: 0,
  error: null,
  ...changes,
});
const denied = { status: 'denied', error: { code: 'AccessDenied', message: 'no', action: 'iam:ListUsers' } } as const;

test('scopes with the same cause are told together, complete ones not at all', () => {
  const told = troubles([scope('Role'), scope('User', denied), scope('AccessKey', denied)]);
  expect(told.map(({ types }) => types)).toEqual([['User', 'AccessKey']]);
});

test('the same refusal in several regions is told once, with the regions', () => {
  const ec2 = { ...denied, error: { ...denied.error, message: 'no ec2:DescribeVpcs in this region' } };
  const told = troubles([
    scope('VPC', { ...ec2, region: 'eu-west-1' }),
    scope('VPC', { ...ec2, error: { ...ec2.error, message: 'nor here' }, region: 'sa-east-1' }),
  ]);
  expect(told.map(({ types, regions }) => [types, regions])).toEqual([[['VPC'], ['eu-west-1', 'sa-east-1']]]);
});

test('who denies is said only when AWS said it', () => {
  expect(whoDenies('serviceControlPolicy:explicit')).toBe('a service control policy of the organization denies it');
  expect(whoDenies('identity:implicit')).toBe('no policy of the role allows it');
  expect(whoDenies('unknown:implicit')).toBeNull();
  expect(whoDenies(undefined)).toBeNull();
});
