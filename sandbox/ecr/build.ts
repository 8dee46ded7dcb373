import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { newRepository, repositoriesOf } from './state';

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk'];

/** Adds plausible repositories: two in three scan on push, half keep tags from changing. */
export function fillEcr(world: World, account: Account, region: string, count: number, random: Random): void {
  const table = repositoriesOf(account, region);
  const start = table.size;
  const now = world.clock.now();
  for (let index = start; index < start + count; index += 1) {
    const team = random.pick(TEAMS);
    const repositoryName = `${team}/service-${index}`;
    const input = {
      repositoryName,
      tags: [{ Key: 'team', Value: team }],
      imageScanningConfiguration: { scanOnPush: random.chance(0.66) },
      imageTagMutability: random.chance(0.5) ? ('IMMUTABLE' as const) : ('MUTABLE' as const),
    };
    const createdAt = now - random.between(1, 900) * 86_400_000;
    table.load(repositoryName, newRepository({ account, region }, input, createdAt));
  }
}
