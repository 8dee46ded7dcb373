import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { clustersOf, newCluster } from './state';

/** Adds plausible clusters that run as roles the account has, when it has any; one in three leaves its endpoint open to everybody. */
export function fillEks(world: World, account: Account, region: string, count: number, random: Random): void {
  const table = clustersOf(account, region);
  const roles = [...account.roles.entries()].map(([, { arn }]) => arn);
  const start = table.size;
  const now = world.clock.now();
  for (let index = start; index < start + count; index += 1) {
    const name = `cluster-${index}`;
    const open = random.chance(0.33);
    const input = {
      name,
      roleArn: roles.length > 0 ? random.pick(roles) : account.iamArn('role', '/', 'eks-control-plane'),
      resourcesVpcConfig: open ? {} : { endpointPrivateAccess: true, publicAccessCidrs: ['203.0.113.0/24'] },
      tags: { environment: random.pick(['production', 'staging']) },
    };
    table.load(name, newCluster(random, { account, region }, input, now - random.between(30, 900) * 86_400_000));
  }
}

/** The small world's cluster, whose issuer is the provider that the account already trusts. */
export function addSettlementCluster(world: World, account: Account, region: string, oidcId: string): void {
  const input = {
    name: 'settlement',
    roleArn: account.iamArn('role', '/', 'eks-control-plane'),
    resourcesVpcConfig: {},
    tags: { team: 'settlement' },
  };
  const createdAt = world.clock.now() - 560 * 86_400_000;
  clustersOf(account, region).load(
    'settlement',
    newCluster(world.random, { account, region }, input, createdAt, oidcId),
  );
}
