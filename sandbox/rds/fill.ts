import type { Account } from '../store/account';
import { networkOf } from '../store/network';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { clusters, instances, makeCluster, makeInstance } from './rows';

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support'];
const ENGINES = ['postgres', 'mysql', 'mariadb'];
const DAY = 86_400_000;

/** Adds `count` resources: every fifth an Aurora cluster, followed by two members; a few public or unencrypted. */
export function fillRds(world: World, account: Account, region: string, count: number, random: Random): void {
  const network = networkOf(account, region);
  const all = instances(account, region);
  const now = world.clock.now();
  let clusterId: string | undefined;
  for (let index = 0; index < count; index += 1) {
    const team = random.pick(TEAMS);
    const common = {
      createdAt: now - random.between(1, 1400) * DAY,
      tags: { team },
      encrypted: random.chance(0.85),
      securityGroups: [random.pick(network.securityGroups)],
    };
    if (index % 5 === 0) {
      clusterId = `${team}-aurora-${clusters(account, region).size}`;
      const row = makeCluster(
        random,
        account,
        region,
        { id: clusterId, engine: 'aurora-postgresql', ...common },
        network,
      );
      clusters(account, region).load(row.id, row);
      continue;
    }
    const member = index % 5 < 3 ? clusterId : undefined;
    const row = makeInstance(
      random,
      account,
      region,
      {
        id: `${team}-db-${all.size}`,
        engine: member ? 'aurora-postgresql' : random.pick(ENGINES),
        clusterId: member,
        public: random.chance(0.05),
        ...common,
      },
      network,
    );
    all.load(row.id, row);
  }
}
