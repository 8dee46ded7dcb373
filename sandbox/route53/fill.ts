import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { makeZone, zones } from './rows';

const RECORDS_A_ZONE = 200;

/** Adds `count` zones and records: zones of 200 records, their own two (NS, SOA) counted. */
export function fillRoute53(world: World, account: Account, count: number, random: Random): void {
  const all = zones(account);
  let left = count;
  while (left >= 3) {
    const name = `zone-${all.size}.${account.id}.example.`;
    const own = Math.min(left - 3, RECORDS_A_ZONE);
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
