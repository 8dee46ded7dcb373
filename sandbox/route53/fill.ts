import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { makeZone, zones } from './rows';

const RECORDS_A_ZONE = 200;

/** Adds `count` zones and records (none below 3): zones of 200 records, their own two (NS, SOA) counted. */
export function fillRoute53(world: World, account: Account, count: number, random: Random): void {
  const all = zones(account);
  let left = count;
  while (left >= 3) {
    const name = `zone-${all.size}.${account.id}.example.`;
    const most = Math.min(left - 3, RECORDS_A_ZONE);
    const rest = left - 3 - most;
    // One or two left over are too few for a zone, so this one leaves the next enough.
    const own = rest > 0 && rest < 3 ? most - (3 - rest) : most;
    const records = Array.from({ length: own }, (_, index) => ({
      Name: `host-${index}.${name}`,
      Type: 'A' as const,
      TTL: 300,
      ResourceRecords: [{ Value: `10.${random.between(0, 255)}.${random.between(0, 255)}.${random.between(1, 254)}` }],
    }));
    const row = makeZone(random, { name, callerReference: `${world.seed}-${name}`, records });
    all.load(row.id, row);
    left -= 3 + own;
  }
}
