import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Account } from '../store/account';
import { Random } from '../store/random';
import { DEFAULT_REGIONS } from '../store/regions';
import type { World } from '../store/world';
import { addAdminUser, bootstrapKeyOf } from './bootstrap';
import { generateIdentities } from './generate-identities';
import { SERVICE_SHARES, split } from './service-shares';

const region = z.enum(DEFAULT_REGIONS, 'It must be a region that every account has.');
const whole = (most: number) => z.number().int().min(0).max(most).default(0);
const common = {
  /** Resources of all services, beside what every account has in a region by itself (its default VPC). */
  resources: whole(100_000),
  /** Where they are: most in the first, and fewer in each further one. */
  regions: z.array(region).min(1).max(DEFAULT_REGIONS.length).default(['eu-west-1', 'us-east-1', 'eu-central-1']),
  seed: z.number().int().min(0).default(1),
};

/** How much to add to one account. A new account id makes a new account of the organization. */
const accountSchema = z.strictObject({
  ...common,
  account: z.string().regex(/^\d{12}$/, 'An account id has 12 digits.'),
  users: whole(100_000),
  roles: whole(100_000),
  policies: whole(100_000),
  groups: whole(10_000),
  keysPerUser: z.number().int().min(0).max(2).default(1),
});

/** `resources` spread evenly over so many new accounts of the organization. */
const organizationSchema = z.strictObject({ ...common, accounts: z.number().int().min(1).max(100) });

export const generateSchema = z.union([accountSchema, organizationSchema]);
export type GenerateInput = z.input<typeof accountSchema>;
export type Generated = {
  account: string;
  resources: number;
  users: number;
  roles: number;
  policies: number;
  groups: number;
  keys: number;
};

const FIRST_ACCOUNT = 600_000_000_001;

/**
 * Adds a large, plausible population to one account. The same seed on the same world gives the same entities. 5,000
 * resources take some 40 ms.
 */
export function generate(world: World, input: GenerateInput): Generated {
  const { regions, resources, seed, account: id, ...wanted } = accountSchema.parse(input);
  const account = world.accounts.get(id) ?? newAccount(world, id, world.clock.now());
  const random = new Random(seed);
  const { users, roles, policies, groups } = wanted;
  const named = users + roles + policies + groups > 0;
  const keys = named ? generateIdentities(world, account, wanted, random) : 0;
  fillAccount(world, account, resources, regions, random);
  world.touch();
  return { account: account.id, resources, users, roles, policies, groups, keys };
}

/** Fills new accounts, one after the other; answers other requests in between. */
export async function generateOrganization(
  world: World,
  input: z.input<typeof organizationSchema>,
): Promise<{ resources: number; accounts: Generated[] }> {
  const { accounts: count, resources, regions, seed } = organizationSchema.parse(input);
  const made: Generated[] = [];
  let id = FIRST_ACCOUNT;
  for (let index = 0; index < count; index += 1) {
    while (world.accounts.has(String(id))) id += 1;
    const own = Math.floor(resources / count) + (index < resources % count ? 1 : 0);
    made.push(generate(world, { account: String(id), resources: own, regions, seed: seed + index }));
    await nextTurn();
  }
  return { resources, accounts: made };
}

/** What `POST /_sandbox/generate` does. */
export function generateAny(world: World, input: z.output<typeof generateSchema>) {
  return 'accounts' in input ? generateOrganization(world, input) : generate(world, input);
}

function fillAccount(world: World, account: Account, count: number, regions: readonly string[], random: Random): void {
  if (count === 0) return;
  const counts = countsOf(count);
  const weights = regions.map((_, index) => 2 ** -index);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, { global, fill }] of SERVICE_SHARES.entries()) {
    const own = counts[index] ?? 0;
    const parts = global
      ? [own]
      : split(
          own,
          weights.map((weight) => weight / all),
          0,
        );
    for (const [at, part] of parts.entries()) {
      if (part > 0) fill({ world, account, random }, regions[at] ?? '', part);
    }
  }
}

/** How many of each service; what a service is too small for, EC2 takes. */
function countsOf(count: number): number[] {
  const rest = SERVICE_SHARES.findIndex(({ service }) => service === 'ec2');
  const counts = split(
    count,
    SERVICE_SHARES.map(({ share }) => share),
    rest,
  );
  const kept = counts.map((own, index) => (own < (SERVICE_SHARES[index]?.least ?? 0) ? 0 : own));
  const lost = count - kept.reduce((sum, own) => sum + own, 0);
  return kept.map((own, index) => (index === rest ? own + lost : own));
}

function newAccount(world: World, id: string, now: number) {
  const account = world.addAccount(id, `generated-${id.slice(-4)}`, `aws+${id}@northquay.example`);
  addAdminUser(world, account, bootstrapKeyOf(id), now - 1600 * 86_400_000);
  const { organization } = world;
  organization?.accounts.push({
    id,
    name: account.name,
    email: account.email,
    parentId: organization.rootId,
    status: 'ACTIVE',
    joinedMethod: 'CREATED',
    joinedAt: now,
  });
  return account;
}
