import { describe, expect, test } from 'vitest';
import { ec2Tables } from '../ec2/kit/rows';
import { functionsOf } from '../lambda/state';
import { zones } from '../route53/rows';
import { bucketsOf } from '../s3/find';
import { secretsOf } from '../secretsmanager/types';
import type { Account } from '../store/account';
import { World } from '../store/world';
import { generate, generateOrganization } from './generate';
import { SERVICE_SHARES } from './service-shares';
import { buildSmallWorld } from './small';

const REGIONS = ['eu-west-1', 'us-east-1', 'eu-central-1'];
/** Rows that belong to another thing, or are a region's settings. */
const PARTS = /^(kms\.alias|sns\.subscription|ec2\.settings|route53\.change|eks\.oidc)\//;

function newWorld(): World {
  const world = new World({ seed: 1, clock: { now: () => 1_790_000_000_000 } });
  buildSmallWorld(world);
  return world;
}

/** Everything in an account that is a resource by itself. */
function census(account: Account): number {
  const rows = [...account.kinds].filter(([kind]) => !PARTS.test(kind)).reduce((sum, [, table]) => sum + table.size, 0);
  const records = zones(account)
    .list()
    .reduce((sum, zone) => sum + zone.records.length, 0);
  const keys = account.users.list().reduce((sum, user) => sum + user.accessKeys.length, 0);
  return rows + records + keys + account.users.size + account.roles.size + account.policies.size + account.groups.size;
}

/** What an account has before anything was asked for: its administrator with a key, the default networks. */
function empty(): number {
  const world = newWorld();
  generate(world, { account: '600000000099', users: 0 });
  const account = world.accounts.get('600000000099') as Account;
  for (const region of REGIONS)
    SERVICE_SHARES.find(({ service }) => service === 'ec2')?.fill({ world, account, random: world.random }, region, 0);
  return census(account);
}

describe('generate', () => {
  test.each([40, 500, 5003])('adds exactly %i resources to a new account', (resources) => {
    const world = newWorld();
    const began = performance.now();
    const made = generate(world, { account: '600000000007', resources, seed: 3 });
    console.info(`${resources} resources in ${Math.round(performance.now() - began)} ms`);
    expect(made).toMatchObject({ account: '600000000007', resources });
    const account = world.accounts.get('600000000007') as Account;
    // Below a hundred or so, a region may be left without any of its things, and so without its default network.
    const networks = REGIONS.filter((region) => ec2Tables(account, region).vpcs.size > 0).length;
    expect(networks).toBe(3);
    expect(census(account) - empty()).toBe(resources);
  });

  test('the same seed gives the same things, another seed others', () => {
    const ids = [3, 3, 4].map((seed) => {
      const world = newWorld();
      generate(world, { account: '600000000007', resources: 1000, seed });
      const account = world.accounts.get('600000000007') as Account;
      return JSON.stringify([...account.kinds].map(([kind, table]) => [kind, table.list()]));
    });
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  test('what things point at exists', () => {
    const world = newWorld();
    generate(world, { account: '600000000007', resources: 8000 });
    const account = world.accounts.get('600000000007') as Account;
    const roles = new Set(account.roles.list().map(({ arn }) => arn));
    for (const region of REGIONS) {
      const { groups, instances, interfaces, subnets, volumes } = ec2Tables(account, region);
      const functions = functionsOf(account, region).list();
      expect(functions.length).toBeGreaterThan(10);
      expect(functions.filter(({ configuration }) => !roles.has(configuration.Role ?? ''))).toEqual([]);
      expect(instances.size).toBeGreaterThan(30);
      for (const row of instances.list()) {
        expect(subnets.get(row.SubnetId ?? '')).toBeDefined();
        for (const { Ebs } of row.BlockDeviceMappings ?? []) expect(volumes.get(Ebs?.VolumeId ?? '')).toBeDefined();
      }
      expect(interfaces.size).toBeGreaterThan(30);
      for (const row of interfaces.list()) {
        expect(row.Groups?.length).toBeGreaterThan(0);
        for (const { GroupId } of row.Groups ?? []) expect(groups.get(GroupId ?? '')).toBeDefined();
      }
      const keys = new Set(
        account
          .table<{ arn: string }>('kms.key', region)
          .list()
          .map(({ arn }) => arn),
      );
      const sealed = secretsOf(account, region)
        .list()
        .flatMap(({ kmsKeyId }) => kmsKeyId ?? []);
      expect(sealed.length).toBeGreaterThan(0);
      expect(sealed.filter((arn) => !keys.has(arn))).toEqual([]);
      const trails = account.table<{ shown: { S3BucketName?: string } }>('cloudtrail.trail', region).list();
      for (const { shown } of trails) expect(bucketsOf(account).get(shown.S3BucketName ?? '')).toBeDefined();
    }
  });

  test('an organization gets new accounts, its resources spread evenly', async () => {
    const world = newWorld();
    const first = await generateOrganization(world, { accounts: 3, resources: 1000 });
    expect(first.accounts.map(({ account, resources }) => [account, resources])).toEqual([
      ['600000000001', 334],
      ['600000000002', 333],
      ['600000000003', 333],
    ]);
    const second = await generateOrganization(world, { accounts: 1, resources: 10 });
    expect(second.accounts[0]?.account).toBe('600000000004');
    const names = world.organization?.accounts.filter(({ id }) => id.startsWith('6000000000')) ?? [];
    expect(names.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'ACTIVE'));
  });

  test('the shares are of a whole', () => {
    expect(SERVICE_SHARES.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(new Set(SERVICE_SHARES.map(({ service }) => service)).size).toBe(SERVICE_SHARES.length);
  });
});
