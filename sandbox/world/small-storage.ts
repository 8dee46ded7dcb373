import { addKey } from '../kms/build';
import { addBucket, kmsEncryption, publicReadPolicy, tlsOnlyPolicy, UNBLOCKED } from '../s3/build';
import { addSecret } from '../secretsmanager/build';
import { addSubscription, addTopic } from '../sns/build';
import { addQueue, addQueueWithDead, openSendPolicy } from '../sqs/build';
import { queueArn } from '../sqs/find';
import type { Account } from '../store/account';
import { Random } from '../store/random';
import type { World } from '../store/world';

const HOME = 'eu-west-1';
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';

/** Buckets, keys, queues, topics and secrets of the small world; ids come from a generator of their own. */
export function addStorage(world: World): void {
  const place: Place = { world, random: new Random(world.seed + 7001) };
  for (const account of world.accounts.values()) CONTENTS[account.name]?.(place, account);
}

type Place = { world: World; random: Random };

const CONTENTS: Readonly<Record<string, (place: Place, account: Account) => void>> = {
  'northquay-management': managementLogs,
  'payments-prod': paymentsData,
  'data-lake': lakeData,
  staging: stagingLeftovers,
};

function managementLogs({ world }: Place, account: Account): void {
  const policy = tlsOnlyPolicy('northquay-audit-logs');
  addBucket(world, account, HOME, 'northquay-audit-logs', 1450, {
    policy,
    versioning: { Status: 'Enabled' },
    tags: [{ Key: 'data', Value: 'audit' }],
  });
  addTopic(world, account, HOME, 'security-alerts', 1400);
}

function paymentsData({ world, random }: Place, account: Account): void {
  const tags = [{ key: 'team', value: 'payments' }];
  const ledger = addKey(world, account, HOME, 'ledger', 1300, { random, rotation: { enabled: true, days: 365 }, tags });
  // Signs settlements since before anyone thought of rotation.
  addKey(world, account, HOME, 'settlement-files', 1280, { random, tags });
  addKey(world, account, HOME, 'aws/sqs', 900, { random });
  addBucket(world, account, HOME, 'payments-access-logs', 1290);
  addBucket(world, account, HOME, 'payments-settlement', 1290, {
    encryption: kmsEncryption(ledger.arn),
    versioning: { Status: 'Enabled' },
    logging: { TargetBucket: 'payments-access-logs', TargetPrefix: 'settlement/' },
    policy: tlsOnlyPolicy('payments-settlement'),
    tags: [{ Key: 'data', Value: 'cardholder' }],
  });
  addBucket(world, account, 'us-east-1', 'payments-receipts-archive', 740);
  // Opened for a mail template in 2022 and never closed again.
  addBucket(world, account, HOME, 'payments-mail-assets', 1180, {
    publicAccessBlock: UNBLOCKED,
    policy: publicReadPolicy('payments-mail-assets'),
    ownership: undefined,
  });
  const orders = addQueueWithDead(world, account, HOME, 'payment-orders', 1200, { VisibilityTimeout: '120' });
  const events = addTopic(world, account, HOME, 'payment-events', 1200, {}, tags);
  const endpoint = queueArn(HOME, account.id, orders.name);
  addSubscription(account, HOME, events, { protocol: 'sqs', endpoint }, random);
  const webhooks = queueArn(HOME, account.id, 'partner-webhooks');
  addQueue(world, account, HOME, 'partner-webhooks', 640, { Policy: openSendPolicy(webhooks) });
  addSecret(world, account, HOME, 'payments/ledger-db', 1250, { random, kmsKeyId: ledger.arn, tags });
  addSecret(world, account, HOME, 'payments/acquirer-api-key', 980, { random, tags });
}

function lakeData({ world, random }: Place, account: Account): void {
  const key = addKey(world, account, HOME, 'lake', 1000, { random, rotation: { enabled: false, days: 365 } });
  addBucket(world, account, HOME, 'northquay-lake', 1000, { encryption: kmsEncryption(key.arn) });
  addBucket(world, account, HOME, 'northquay-lake-scratch', 930, { publicAccessBlock: undefined });
  addBucket(world, account, HOME, 'fraud-models', 600, { versioning: { Status: 'Suspended' } });
  addQueue(world, account, HOME, 'crawler-jobs', 900);
  addSecret(world, account, HOME, 'lake/warehouse', 870, { random });
}

function stagingLeftovers({ world, random }: Place, account: Account): void {
  // Readable by everybody through its access control list.
  addBucket(world, account, HOME, 'northquay-staging-uploads', 1100, {
    publicAccessBlock: undefined,
    ownership: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
    grants: [{ Grantee: { Type: 'Group', URI: EVERYBODY }, Permission: 'READ' }],
  });
  const leaving = { state: 'PendingDeletion', deletionAt: world.clock.now() + 12 * 86_400_000 } as const;
  addKey(world, account, HOME, 'old-staging', 1200, { random, ...leaving });
  addKey(world, account, HOME, 'aws/ebs', 1090, { random });
  addQueue(world, account, HOME, 'staging-orders', 800);
}
