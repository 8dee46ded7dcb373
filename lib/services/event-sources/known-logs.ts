import type { Transaction } from '@/lib/db/transaction';
import type { ConfigOf, StrategyName } from '@/lib/schemas/event-source';
import type { ReadExtras } from '@/lib/terraform/event-source-policy';

type Trail = {
  bucketName: string;
  prefix: string | null;
  kmsKeyArn: string | null;
  accountId: string;
  ofOrganization: boolean;
  tells: boolean;
};
type Source = { [S in StrategyName]: { strategy: S; config: ConfigOf<S> } }[StrategyName];

/**
 * What the inventory knows of the trail behind a source and its config does not say: the bucket of an `sqs` source, and
 * the key that encrypts the files of either. Empty where no trail is known, or where several could be meant.
 */
export async function knownLogs(tx: Transaction, workspaceId: string, source: Source): Promise<ReadExtras> {
  if (source.strategy !== 'sqs' && source.strategy !== 's3') return {};
  const trails = await trailsOf(tx, workspaceId);
  if (source.strategy === 's3') {
    const { bucketName } = source.config;
    return keysOf(trails.filter((trail) => trail.bucketName === bucketName));
  }
  const one = onlyPlace(trails, source.config.accountID);
  if (!one) return {};
  const { bucketName, prefix } = one;
  return { logs: { bucketName, prefix: `${prefix ? `${prefix}/` : ''}AWSLogs/` }, ...keysOf([one]) };
}

/** Of the queue's account, else an organization's; of several, the one that tells a topic of its files. */
function onlyPlace(trails: readonly Trail[], accountId: string): Trail | undefined {
  const own = trails.filter((trail) => trail.accountId === accountId);
  const meant = own.length > 0 ? own : trails.filter(({ ofOrganization }) => ofOrganization);
  for (const candidates of [meant, meant.filter(({ tells }) => tells)]) {
    const places = new Set(candidates.map(({ bucketName, prefix }) => `${bucketName}/${prefix ?? ''}`));
    if (places.size === 1) return candidates[0];
  }
  return undefined;
}

function keysOf(trails: readonly Trail[]): Pick<ReadExtras, 'kmsKeyArns'> {
  const kmsKeyArns = [...new Set(trails.flatMap(({ kmsKeyArn }) => (kmsKeyArn?.includes(':key/') ? [kmsKeyArn] : [])))];
  return kmsKeyArns.length > 0 ? { kmsKeyArns } : {};
}

/** The workspace's trails, each in its home region. */
function trailsOf(tx: Transaction, workspaceId: string): Promise<Trail[]> {
  return tx.$queryRaw<Trail[]>`
    SELECT attributes ->> 's3BucketName' AS "bucketName", attributes ->> 's3KeyPrefix' AS prefix,
      attributes ->> 'kmsKeyId' AS "kmsKeyArn", account_id AS "accountId",
      coalesce((attributes ->> 'isOrganizationTrail')::boolean, false) AS "ofOrganization",
      attributes ->> 'snsTopicARN' IS NOT NULL AS tells
    FROM tenant.resource
    WHERE workspace_id = ${workspaceId}::uuid AND state = 'live' AND type = 'AWS::CloudTrail::Trail'
      AND attributes ->> 's3BucketName' IS NOT NULL
    ORDER BY lower(name), uid LIMIT 1000`;
}
