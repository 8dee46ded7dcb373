import type { Account } from '../store/account';
import { uuid } from '../store/ids';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { aliasesOf, defaultKeyPolicy, type Key, keysOf } from './types';

const DAY = 86_400_000;

/** Adds a symmetric key under one alias (without `alias/`). An alias that begins with `aws/` makes it AWS's own. */
export function addKey(
  world: World,
  account: Account,
  region: string,
  alias: string | undefined,
  ageDays: number,
  more: Partial<Key> & { random?: Random } = {},
): Key {
  const { random = world.random, ...given } = more;
  const id = uuid(random);
  const createdAt = Math.floor(world.clock.now() - ageDays * DAY);
  const byAws = alias?.startsWith('aws/') ?? false;
  const key: Key = {
    id,
    arn: `arn:aws:kms:${region}:${account.id}:key/${id}`,
    createdAt,
    description: byAws ? `Default key that protects my ${alias?.slice(4)} resources when no other key is defined` : '',
    manager: byAws ? 'AWS' : 'CUSTOMER',
    state: 'Enabled',
    spec: 'SYMMETRIC_DEFAULT',
    usage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    multiRegion: false,
    policy: defaultKeyPolicy(account.id),
    rotation: { enabled: byAws, days: 365 },
    tags: [],
    ...given,
  };
  keysOf(account, region).load(id, key);
  if (alias !== undefined) {
    const name = `alias/${alias}`;
    aliasesOf(account, region).load(name, { name, keyId: id, createdAt, updatedAt: createdAt });
  }
  return key;
}

/** AWS's own key of a service, made at its first use. */
export function awsManagedKey(world: World, account: Account, region: string, service: string): Key {
  const alias = aliasesOf(account, region).get(`alias/aws/${service}`);
  const known = alias && keysOf(account, region).get(alias.keyId);
  return known ?? addKey(world, account, region, `aws/${service}`, 0);
}

const TEAMS = ['ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support', 'growth'];

/** Adds `count` keys: two thirds rotate, one in fifty is on its way out, one in ten has no alias. */
export function fillKms(world: World, account: Account, region: string, count: number, random: Random): Key[] {
  const from = keysOf(account, region).size;
  return Array.from({ length: count }, (_, index) => {
    const team = random.pick(TEAMS);
    const alias = random.chance(0.9) ? `${team}-${from + index}` : undefined;
    const leaving = random.chance(0.02);
    return addKey(world, account, region, alias, random.between(1, 1500), {
      random,
      rotation: { enabled: random.chance(0.67), days: 365 },
      tags: [{ key: 'team', value: team }],
      ...(leaving ? { state: 'PendingDeletion', deletionAt: world.clock.now() + 20 * DAY } : {}),
    });
  });
}
