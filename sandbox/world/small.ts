import type { World } from '../store/world';
import { ACCOUNTS, addAdminUser } from './bootstrap';

const DAY = 86_400_000;

/** The small world: an organization of four accounts with people, keys, roles and policies, good and bad. */
export function buildSmallWorld(world: World): void {
  const now = world.clock.now();
  for (const each of ACCOUNTS) {
    const account = world.addAccount(each.id, each.name, each.email);
    addAdminUser(world, account, each, now - 900 * DAY);
  }
}
