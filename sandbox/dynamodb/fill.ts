import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { makeTable, tables } from './rows';

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support'];
const NOUNS = ['sessions', 'carts', 'events', 'locks', 'profiles', 'quotes', 'limits', 'jobs'];

/** Adds `count` tables, most on demand, some with recovery, expiry, a stream. */
export function fillDynamoDb(world: World, account: Account, region: string, count: number, random: Random): void {
  const all = tables(account, region);
  const now = world.clock.now();
  for (let index = 0; index < count; index += 1) {
    const team = random.pick(TEAMS);
    const row = makeTable(random, account, region, {
      name: `${team}-${random.pick(NOUNS)}-${all.size}`,
      createdAt: now - random.between(1, 1400) * 86_400_000,
      pointInTimeRecovery: random.chance(0.5),
      itemCount: random.between(0, 5_000_000),
      tags: { team },
      ...(random.chance(0.3) && { ttlAttribute: 'expires' }),
    });
    all.load(row.name, row);
  }
}
