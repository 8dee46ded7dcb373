import { addSmallEc2 } from '../ec2/small';
import { addPolicies } from '../organizations/small';
import type { World } from '../store/world';
import { ACCOUNTS, addAdminUser } from './bootstrap';
import { Builder, DAY } from './builders';
import { buildDataLake } from './small-data-lake';
import { buildManagement } from './small-management';
import { buildPayments } from './small-payments';
import { buildPaymentsServices } from './small-services';
import { buildStaging } from './small-staging';
import { addStorage } from './small-storage';

const ROOT = 'r-nq1x';
const WORKLOADS = 'ou-nq1x-7wrkl0ad';
const PRODUCTION = 'ou-nq1x-9pr0duct';
const NON_PRODUCTION = 'ou-nq1x-2n0nprod';

/** Which part of the organization an account hangs on, and what is in it. */
const CONTENTS = {
  'northquay-management': { parentId: ROOT, joinedDays: 1460, build: buildManagement },
  'payments-prod': { parentId: PRODUCTION, joinedDays: 1404, build: buildPayments },
  'data-lake': { parentId: PRODUCTION, joinedDays: 1122, build: buildDataLake },
  staging: { parentId: NON_PRODUCTION, joinedDays: 1398, build: buildStaging },
} as const satisfies Record<(typeof ACCOUNTS)[number]['name'], object>;

/** The small world: an organization of four accounts with people, keys, roles and policies, good and bad. */
export function buildSmallWorld(world: World): void {
  const now = world.clock.now();
  for (const each of ACCOUNTS) {
    const account = world.addAccount(each.id, each.name, each.email);
    addAdminUser(world, account, each, now - 1460 * DAY);
  }
  world.organization = {
    id: 'o-nq4k2m8xw1',
    rootId: ROOT,
    managementAccountId: ACCOUNTS[0].id,
    units: [
      { id: WORKLOADS, name: 'Workloads', parentId: ROOT },
      { id: PRODUCTION, name: 'Production', parentId: WORKLOADS },
      { id: NON_PRODUCTION, name: 'NonProduction', parentId: WORKLOADS },
    ],
    accounts: ACCOUNTS.map(({ id, name, email }) => ({
      id,
      name,
      email,
      parentId: CONTENTS[name].parentId,
      status: 'ACTIVE',
      joinedMethod: name === 'data-lake' ? 'INVITED' : 'CREATED',
      joinedAt: now - CONTENTS[name].joinedDays * DAY,
    })),
  };
  addPolicies(world.organization);
  for (const { id, name } of ACCOUNTS) {
    const account = world.accounts.get(id);
    if (account) CONTENTS[name].build(new Builder(world, account, now));
  }
  addStorage(world);
  addSmallEc2(world);
  const payments = world.accounts.get(ACCOUNTS[1].id);
  if (payments) buildPaymentsServices(new Builder(world, payments, now));
  world.touch();
}
