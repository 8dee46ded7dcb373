import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { bucketArn, bucketsOf } from './find';
import { type Bucket, type BucketSettings, NEW_BUCKET } from './types';

const DAY = 86_400_000;

/** Adds a bucket as it is made today, with `settings` over that. The name must be free in all accounts. */
export function addBucket(
  world: World,
  account: Account,
  region: string,
  name: string,
  ageDays: number,
  settings: BucketSettings = {},
): Bucket {
  const createdAt = Math.floor((world.clock.now() - ageDays * DAY) / 1000) * 1000;
  const bucket = { name, region, createdAt, settings: { ...NEW_BUCKET, ...settings } };
  bucketsOf(account).load(name, bucket);
  return bucket;
}

/** Lets anyone read the objects. */
export const publicReadPolicy = (name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PublicRead',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `${bucketArn(name)}/*`,
      },
    ],
  });

/** Refuses what does not come over TLS, as most benchmarks ask. */
export const tlsOnlyPolicy = (name: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [bucketArn(name), `${bucketArn(name)}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });

/** Nothing of its own stops what a policy or an ACL opens. */
export const UNBLOCKED = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

const TEAMS = ['ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support', 'growth'];
const PURPOSES = ['exports', 'uploads', 'artifacts', 'backups', 'assets', 'events'];

/**
 * Adds `count` buckets of a region: the first takes the access logs of a third of the others, a quarter has KMS keys,
 * one in forty is public. `keys` are ARNs of the region's keys.
 */
export function fillS3(
  world: World,
  account: Account,
  region: string,
  count: number,
  random: Random,
  keys: readonly string[] = [],
): Bucket[] {
  const from = bucketsOf(account).size;
  const nameOf = (index: number) => `${random.pick(TEAMS)}-${random.pick(PURPOSES)}-${account.id}-${from + index}`;
  const logs = count > 1 ? addBucket(world, account, region, `access-logs-${account.id}-${from}`, 900) : undefined;
  const made = logs ? [logs] : [];
  for (let index = made.length; index < count; index += 1) {
    const name = nameOf(index);
    const key = keys.length > 0 && random.chance(0.25) ? random.pick(keys) : undefined;
    const open = random.chance(0.025);
    made.push(
      addBucket(world, account, region, name, random.between(1, 1500), {
        tags: [{ Key: 'team', Value: name.split('-')[0] ?? '' }],
        ...(random.chance(0.4) ? { versioning: { Status: 'Enabled' as const } } : {}),
        ...(key ? { encryption: kmsEncryption(key) } : {}),
        ...(logs && random.chance(0.3) ? { logging: { TargetBucket: logs.name, TargetPrefix: `${name}/` } } : {}),
        ...(open ? { publicAccessBlock: UNBLOCKED, policy: publicReadPolicy(name) } : {}),
        ...(!open && random.chance(0.5) ? { policy: tlsOnlyPolicy(name) } : {}),
      }),
    );
  }
  return made;
}

export const kmsEncryption = (KMSMasterKeyID: string) => ({
  Rules: [
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID },
      BucketKeyEnabled: true,
    },
  ],
});
