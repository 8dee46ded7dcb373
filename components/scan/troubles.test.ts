import { expect, test } from 'vitest';
import type { Scan } from '@/lib/schemas/scan';
import { troubles } from './denial-notes';
import { scopeRows } from './scope-map';
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

test('the grid has a row a type and leaves out what this scan does not own', () => {
  const { regions, rows } = scopeRows([
    scope('AWS::IAM::Role'),
    scope('AWS::EC2::Volume', { region: 'eu-west-1', status: 'running' }),
    scope('AWS::IAM::User', { status: 'skipped' }),
  ]);
  expect(regions).toEqual(['global', 'eu-west-1']);
  expect(rows).toEqual([
    { label: 'Role', title: 'AWS::IAM::Role', cells: { global: 'complete' } },
    { label: 'Volume', title: 'AWS::EC2::Volume', cells: { 'eu-west-1': 'running' } },
  ]);
});

test('who denies is said only when AWS said it', () => {
  expect(whoDenies('serviceControlPolicy:explicit')).toBe('a service control policy of the organization denies it');
  expect(whoDenies('identity:implicit')).toBe('no policy of the role allows it');
  expect(whoDenies('unknown:implicit')).toBeNull();
  expect(whoDenies(undefined)).toBeNull();
});
