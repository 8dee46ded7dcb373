import { expect, test } from 'vitest';
import { regionsOf, serviceRows, typeRows } from '@/components/scan/scope-rows';
import type { Scan } from '@/lib/schemas/scan';

type Scope = Scan['scopes'][number];
const scope = (service: string, type: string, region: string, status: Scope['status']) =>
  ({ service, type, region, status, accountId: '339712905844' }) as Scope;

const SCOPES = [
  scope('iam', 'AWS::IAM::Role', 'global', 'complete'),
  scope('ec2', 'AWS::EC2::VPC', 'eu-west-1', 'complete'),
  scope('ec2', 'AWS::EC2::Subnet', 'eu-west-1', 'denied'),
  scope('ec2', 'AWS::EC2::VPC', 'sa-east-1', 'running'),
  scope('ec2', 'AWS::EC2::Subnet', 'sa-east-1', 'complete'),
  scope('s3', 'AWS::S3::Bucket', 'sa-east-1', 'skipped'),
];

test('global stands before the regions', () => {
  expect(regionsOf(SCOPES)).toEqual(['global', 'eu-west-1', 'sa-east-1']);
});

test('types have a row each, without what the scan leaves alone', () => {
  expect(typeRows(SCOPES).map(({ label, cells }) => [label, cells])).toEqual([
    ['Role', { global: 'complete' }],
    ['VPC', { 'eu-west-1': 'complete', 'sa-east-1': 'running' }],
    ['Subnet', { 'eu-west-1': 'denied', 'sa-east-1': 'complete' }],
  ]);
});

test('a service shows the worst of its types, and its types when it is open', () => {
  expect(serviceRows(SCOPES, new Set()).map(({ label, cells }) => [label, cells])).toEqual([
    ['iam', { global: 'complete' }],
    ['ec2', { 'eu-west-1': 'denied', 'sa-east-1': 'running' }],
  ]);
  expect(serviceRows(SCOPES, new Set(['ec2'])).map(({ label, within }) => [label, within])).toEqual([
    ['iam', undefined],
    ['ec2', undefined],
    ['VPC', 'ec2'],
    ['Subnet', 'ec2'],
  ]);
});
