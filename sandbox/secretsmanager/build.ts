import type { Account } from '../store/account';
import { uuid } from '../store/ids';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { type Secret, secretsOf } from './types';

const DAY = 86_400_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function addSecret(
  world: World,
  account: Account,
  region: string,
  name: string,
  ageDays: number,
  more: Partial<Secret> & { random?: Random } = {},
): Secret {
  const { random = world.random, ...given } = more;
  const createdAt = Math.floor(world.clock.now() - ageDays * DAY);
  const secret: Secret = {
    name,
    arn: `arn:aws:secretsmanager:${region}:${account.id}:secret:${name}-${random.text(LETTERS, 6)}`,
    createdAt,
    changedAt: createdAt,
    description: undefined,
    kmsKeyId: undefined,
    tags: [],
    versions: { [uuid(random)]: ['AWSCURRENT'] },
    ...given,
  };
  secretsOf(account, region).load(name, secret);
  return secret;
}

const TEAMS = ['ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support', 'growth'];

/** Adds `count` secrets: a third under one of `keys` (ARNs), the others under AWS's own key; few rotate. */
export function fillSecretsManager(
  world: World,
  account: Account,
  region: string,
  count: number,
  random: Random,
  keys: readonly string[] = [],
): Secret[] {
  const from = secretsOf(account, region).size;
  return Array.from({ length: count }, (_, index) => {
    const team = random.pick(TEAMS);
    return addSecret(world, account, region, `${team}/database-${from + index}`, random.between(1, 1500), {
      random,
      tags: [{ key: 'team', value: team }],
      ...(keys.length > 0 && random.chance(0.33) ? { kmsKeyId: random.pick(keys) } : {}),
    });
  });
}
