import { fillCloudControl } from '../cloudcontrol/build';
import { fillCloudTrail } from '../cloudtrail/build';
import { fillDynamoDb } from '../dynamodb/fill';
import { fillEc2 } from '../ec2/fill';
import { fillEcr } from '../ecr/build';
import { fillEks } from '../eks/build';
import { fillElasticLoadBalancing } from '../elasticloadbalancing/fill';
import { fillKms } from '../kms/build';
import { keysOf } from '../kms/types';
import { fillLambda } from '../lambda/build';
import { fillRds } from '../rds/fill';
import { fillRoute53 } from '../route53/fill';
import { fillS3 } from '../s3/build';
import { bucketsOf } from '../s3/find';
import { fillSecretsManager } from '../secretsmanager/build';
import { fillSns } from '../sns/build';
import { fillSqs } from '../sqs/build';
import { queuesOf } from '../sqs/types';
import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { generateIdentities } from './generate-identities';

type Place = { world: World; account: Account; random: Random };
type Fill = (place: Place, region: string, count: number) => unknown;

/** `global`: once an account; then the region is where the account's things are mostly. `least`: it makes none below this. */
export type ServiceShare = { service: string; share: number; global?: boolean; least?: number; fill: Fill };

const usableKeys = (account: Account, region: string) =>
  keysOf(account, region)
    .list()
    .flatMap(({ state, arn }) => (state === 'Enabled' ? [arn] : []));
const names = (rows: IterableIterator<[string, object]>) => [...rows].map(([name]) => name);

/**
 * What an account that has been lived in is made of, in the order in which it must be made: networks before what stands
 * in them, roles before what runs as them, keys before what they encrypt. Shares add up to 1; EC2 takes what rounding leaves.
 */
export const SERVICE_SHARES: readonly ServiceShare[] = [
  { service: 'iam', share: 0.17, global: true, fill: fillIdentities },
  {
    service: 'ec2',
    share: 0.44,
    fill: ({ world, account, random }, region, count) => fillEc2(world, account, region, count, random),
  },
  {
    service: 'kms',
    share: 0.015,
    fill: ({ world, account, random }, region, count) => fillKms(world, account, region, count, random),
  },
  {
    service: 's3',
    share: 0.03,
    fill: ({ world, account, random }, region, count) =>
      fillS3(world, account, region, count, random, usableKeys(account, region)),
  },
  {
    service: 'sqs',
    share: 0.03,
    fill: ({ world, account, random }, region, count) => fillSqs(world, account, region, count, random),
  },
  {
    service: 'sns',
    share: 0.02,
    fill: ({ world, account, random }, region, count) =>
      fillSns(world, account, region, count, random, names(queuesOf(account, region).entries())),
  },
  {
    service: 'secretsmanager',
    share: 0.02,
    fill: ({ world, account, random }, region, count) =>
      fillSecretsManager(world, account, region, count, random, usableKeys(account, region)),
  },
  {
    service: 'elasticloadbalancing',
    share: 0.015,
    fill: ({ world, account, random }, region, count) =>
      fillElasticLoadBalancing(world, account, region, count, random),
  },
  {
    service: 'rds',
    share: 0.01,
    fill: ({ world, account, random }, region, count) => fillRds(world, account, region, count, random),
  },
  {
    service: 'dynamodb',
    share: 0.015,
    fill: ({ world, account, random }, region, count) => fillDynamoDb(world, account, region, count, random),
  },
  {
    service: 'lambda',
    share: 0.05,
    fill: ({ world, account, random }, region, count) => fillLambda(world, account, region, count, random),
  },
  {
    service: 'ecr',
    share: 0.015,
    fill: ({ world, account, random }, region, count) => fillEcr(world, account, region, count, random),
  },
  {
    service: 'eks',
    share: 0.001,
    fill: ({ world, account, random }, region, count) => fillEks(world, account, region, count, random),
  },
  {
    service: 'route53',
    share: 0.05,
    global: true,
    least: 3,
    fill: ({ world, account, random }, _region, count) => fillRoute53(world, account, count, random),
  },
  {
    service: 'cloudtrail',
    share: 0.0004,
    fill: ({ world, account, random }, region, count) =>
      fillCloudTrail(world, account, region, count, random, names(bucketsOf(account).entries())),
  },
  {
    service: 'cloudcontrol',
    share: 0.1186,
    fill: ({ account, random }, region, count) => fillCloudControl(account, region, count, random),
  },
];

/** `count` users, their keys (one each), roles, managed policies and groups. */
function fillIdentities({ world, account, random }: Place, _region: string, count: number): void {
  const policies = Math.floor(count * 0.25);
  const groups = Math.floor(count * 0.02);
  const users = Math.floor(count * 0.17);
  const roles = count - policies - groups - 2 * users;
  generateIdentities(world, account, { users, roles, policies, groups, keysPerUser: 1 }, random);
}

/** Whole numbers that add up to `count`: each share rounded down, what is left to the one at `rest`. */
export function split(count: number, shares: readonly number[], rest: number): number[] {
  const parts = shares.map((share) => Math.floor(count * share));
  const left = count - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, index) => (index === rest ? part + left : part));
}
