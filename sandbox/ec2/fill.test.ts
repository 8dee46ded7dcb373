import { expect, test } from 'vitest';
import { Random } from '../store/random';
import { systemClock, World } from '../store/world';
import { buildSmallWorld } from '../world/small';
import { fillEc2 } from './fill';
import { ec2Tables } from './kit/rows';

function rowsOf(world: World, accountId: string): number {
  const account = world.accounts.get(accountId);
  return Object.entries(account ? ec2Tables(account, 'eu-west-1') : {})
    .filter(([name]) => name !== 'settings')
    .reduce((sum, [, table]) => sum + table.size, 0);
}

test('fills exactly as much as asked, the same for the same seed', () => {
  const ids = [1, 2].map(() => {
    const world = new World({ seed: 1, clock: { now: () => 1_790_000_000_000 } });
    const account = world.addAccount('111122223333', 'big', 'big@example.com');
    fillEc2(world, account, 'eu-west-1', 0, new Random(3));
    const before = rowsOf(world, account.id);
    for (const count of [1, 7, 60, 2000]) {
      const had = rowsOf(world, account.id);
      fillEc2(world, account, 'eu-west-1', count, new Random(count));
      expect(rowsOf(world, account.id) - had).toBe(count);
    }
    expect(before).toBeLessThan(20);
    return [...ec2Tables(account, 'eu-west-1').instances.entries()].map(([id]) => id).sort();
  });
  expect(ids[0]).toEqual(ids[1]);
  expect(ids[0]?.length).toBeGreaterThan(200);
});

test('the small world has networks with the flaws that findings look for', () => {
  const world = new World({ seed: 1, clock: systemClock });
  buildSmallWorld(world);
  const tables = [...world.accounts.values()].map((account) => ec2Tables(account, 'eu-west-1'));
  const groups = tables.flatMap(({ groups: each }) => each.list());
  const open = groups.filter(({ rules }) => rules.some((rule) => !rule.IsEgress && rule.CidrIpv4 === '0.0.0.0/0'));
  expect(open.map(({ GroupName }) => GroupName).sort()).toEqual(['bastion', 'launch-wizard-1', 'payments-edge']);
  const volumes = tables.flatMap(({ volumes: each }) => each.list());
  expect(new Set(volumes.map(({ Encrypted }) => Encrypted))).toEqual(new Set([true, false]));
});
