import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { awsClients } from '@/lib/aws/clients';
import { collectorByType } from '@/lib/collectors/registry';
import type { AnyCollector } from '@/lib/collectors/types';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { DEFAULT_REGIONS } from '@/sandbox/store/regions';
import { runScanJob } from './run-scan-job';
import { MemoryPort, type MemoryPortOptions } from './testing/memory-port';
import { ACCOUNT_ID, ADMIN, addEmptyAccount } from './testing/sandbox-account';

const VPC = 'AWS::EC2::VPC';
const SUBNET = 'AWS::EC2::Subnet';
const COLLECTORS = [VPC, SUBNET]
  .map((type) => collectorByType(type))
  .filter((one): one is AnyCollector => one !== undefined);

let aws: RunningSandbox;
beforeAll(async () => {
  aws = await startSandbox();
  addEmptyAccount(aws);
  for (const region of ['eu-west-1', 'sa-east-1']) {
    const clients = awsClients({ credentials: ADMIN, region, endpoints: { default: aws.url } });
    await clients.ec2.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
    clients.destroy();
  }
});
afterAll(() => aws.close());
beforeEach(() => {
  aws.sandbox.faults.clear();
  aws.sandbox.calls.reset();
});

const open = (options: Partial<MemoryPortOptions> = {}) =>
  new MemoryPort({
    accountId: ACCOUNT_ID,
    service: 'ec2',
    regionalTypes: [VPC, SUBNET],
    endpoints: { default: aws.url },
    ...options,
  });
const run = (port: MemoryPort) =>
  runScanJob({ port, jobId: 'job', sensorId: 'sensor', collectors: COLLECTORS, exchange: async () => ADMIN });
const calls = (action: string) =>
  aws.sandbox.calls.summary().counts.find((count) => count.action === action)?.calls ?? 0;

test('asks once which regions the account has, and lists each in its own', async () => {
  const port = open();
  expect(await run(port)).toBe('finished');
  expect(port.regions).toEqual([...DEFAULT_REGIONS].sort());
  expect(port.outcomes.size).toBe(DEFAULT_REGIONS.length * 2);
  expect(new Set([...port.outcomes.values()].map(({ status }) => status))).toEqual(new Set(['complete']));
  expect(calls('DescribeRegions')).toBe(1);
  expect(calls('DescribeVpcs')).toBe(DEFAULT_REGIONS.length);
  const cidrs = port.submits
    .filter(({ scope }) => scope.type === VPC && scope.region === 'sa-east-1')
    .flatMap(({ observations }) =>
      observations.map(({ resource }) => [resource.region, resource.attributes.cidrBlock]),
    );
  expect(cidrs).toContainEqual(['sa-east-1', '10.7.0.0/16']);
});

test('does not ask when the scan knows its regions already', async () => {
  const port = open({ regions: ['eu-west-1'] });
  expect(await run(port)).toBe('finished');
  expect([...port.outcomes.keys()].sort()).toEqual([`eu-west-1/${SUBNET}`, `eu-west-1/${VPC}`]);
  expect(calls('DescribeRegions')).toBe(0);
});

test('a region that denies is denied alone; nothing of it is taken for gone', async () => {
  const port = open({ regions: ['eu-west-1', 'sa-east-1'] });
  await run(port);
  const before = port.ids(`sa-east-1/${VPC}`);
  expect(before.length).toBeGreaterThan(0);
  port.outcomes.clear();
  port.ended = null;
  aws.sandbox.faults.add({ kind: 'deny', match: { service: 'ec2', region: 'sa-east-1' } });
  expect(await run(port)).toBe('finished');
  expect(port.outcomes.get(`sa-east-1/${VPC}`)).toMatchObject({ status: 'denied', error: { kind: 'denied' } });
  expect(port.outcomes.get(`eu-west-1/${VPC}`)?.status).toBe('complete');
  expect(port.ids(`sa-east-1/${VPC}`)).toEqual(before);
});

test('regions that AWS will not tell are left to the core', async () => {
  aws.sandbox.faults.add({ kind: 'deny', match: { action: 'DescribeRegions' } });
  const port = open();
  expect(await run(port)).toBe('finished');
  expect(port.regions).toEqual(['us-east-1']);
  expect([...port.outcomes.keys()].sort()).toEqual([`us-east-1/${SUBNET}`, `us-east-1/${VPC}`]);
});

test('a job that passes on goes on with the regions that are still open', async () => {
  const port = open({ regions: ['eu-west-1', 'sa-east-1'] });
  aws.sandbox.faults.add({ kind: 'error', code: 'InternalError', message: 'once', match: { region: 'sa-east-1' } });
  await run(port);
  port.outcomes.delete(`sa-east-1/${VPC}`);
  port.ended = null;
  aws.sandbox.faults.clear();
  aws.sandbox.calls.reset();
  expect(await run(port)).toBe('finished');
  expect(calls('DescribeVpcs')).toBe(1);
  expect(port.outcomes.get(`sa-east-1/${VPC}`)?.status).toBe('complete');
});
