import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '@/lib/auth/actor';
import type { Transaction } from '@/lib/db/transaction';
import type { DigestChain, ShardFence } from '@/lib/sensor/event-port';
import { writeAudit } from '../audit/write';
import type { ServiceContext } from '../context';
import { createScan } from '../scans/create-scan';

const ACTOR = systemActor('completeness');
/** What CloudTrail reports of global services is in this region's log files. */
export const GLOBAL_EVENTS_REGION = 'us-east-1';

/**
 * Starts a scan of one account and region, whose changes may have gone unseen; answers the one that runs already. null: no
 * integration covers the account.
 */
export async function startTargetedScan(
  tx: Transaction,
  deps: Pick<ServiceContext, 'install'>,
  { workspaceId, sourceId }: ShardFence,
  { accountId, region }: Pick<DigestChain, 'accountId' | 'region'>,
  problems: number,
): Promise<string | null> {
  // Where several integrations cover an account, the one that most of its scopes are settled by.
  const [owner] = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id::text FROM tenant.integration i
    WHERE i.workspace_id = ${workspaceId}::uuid AND i.account_id = ${accountId} AND i.state <> 'draft'
    ORDER BY (SELECT count(*) FROM tenant.inventory_scope s WHERE s.workspace_id = i.workspace_id
      AND s.account_id = i.account_id AND s.integration_id = i.id AND s.region IN (${region}, 'global')) DESC, i.created_at
    LIMIT 1`;
  if (!owner) return null;
  const integration = await tx.integration.findUniqueOrThrow({
    where: { workspaceId_id: { workspaceId, id: owner.id } },
  });
  const only = { region, global: region === GLOBAL_EVENTS_REGION };
  const { scanId, created } = await createScan(
    tx,
    deps.install.jobs,
    integration,
    'completeness',
    'the completeness check',
    only,
  );
  if (!created) return scanId;
  await writeAudit(tx, { actor: ACTOR, requestId: uuidv7(), ipAddress: null }, workspaceId, {
    action: 'scan.start',
    target: { kind: 'integration', id: integration.id, label: integration.name },
    detail: { scanId, reason: 'completeness', eventSourceId: sourceId, region, problems },
  });
  return scanId;
}
