import { v7 as uuidv7 } from 'uuid';
import { systemActor } from '@/lib/auth/actor';
import type { Transaction } from '@/lib/db/transaction';
import { writeAudit } from '../audit/write';
import type { ServiceContext } from '../context';
import { createScan } from '../scans/create-scan';

const ACTOR = systemActor('completeness');
/** What CloudTrail reports of global services is in this region's log files. */
export const GLOBAL_EVENTS_REGION = 'us-east-1';
/** Of a workspace. A trail that falls silent is so in every account and region of an organization. */
export const MOST_SCANS_AT_ONCE = 3;

type Waiting = { accountId: string; regions: string[]; problems: number };

/**
 * Starts the scans that problems wait for: one of an account at a time, over all of its regions that have any, and few at
 * once in the workspace. What has no turn yet is looked for again with the next report of any chain.
 */
export async function startWaitingScans(
  tx: Transaction,
  deps: Pick<ServiceContext, 'install'>,
  workspaceId: string,
): Promise<void> {
  if ((await waitingFor(tx, workspaceId)).length === 0) return;
  // Two sources that look at once count one after the other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('completeness scans ' || ${workspaceId}, 0))`;
  await joinRunning(tx, workspaceId);
  const waiting = await waitingFor(tx, workspaceId);
  const open = { in: ['queued', 'running'] };
  let running = await tx.scan.count({ where: { workspaceId, trigger: 'completeness', state: open } });
  for (const one of waiting) {
    if (running >= MOST_SCANS_AT_ONCE) return;
    if (await startTargetedScan(tx, deps, workspaceId, one)) running += 1;
  }
}

/** A scan that runs serves what is in its regions; others wait until it has ended. */
async function joinRunning(tx: Transaction, workspaceId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE tenant.completeness_problem p SET scan_id = s.id
    FROM tenant.scan s JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id
    WHERE p.workspace_id = ${workspaceId}::uuid AND p.scan_id IS NULL AND p.resolved_at IS NULL
      AND s.workspace_id = p.workspace_id AND s.trigger = 'completeness' AND s.state IN ('queued', 'running')
      AND i.account_id = p.account_id AND p.region = ANY(s.regions)`;
}

/** By account, the longest waiting first. A whole scan that was asked for since serves them too. */
function waitingFor(tx: Transaction, workspaceId: string): Promise<Waiting[]> {
  return tx.$queryRaw<Waiting[]>`
    SELECT p.account_id AS "accountId", array_agg(DISTINCT p.region) AS regions, count(*)::int AS problems
    FROM tenant.completeness_problem p
    WHERE p.workspace_id = ${workspaceId}::uuid AND p.scan_id IS NULL AND p.resolved_at IS NULL
      AND NOT EXISTS (SELECT FROM tenant.scan s
        JOIN tenant.integration i ON i.workspace_id = s.workspace_id AND i.id = s.integration_id
        WHERE s.workspace_id = p.workspace_id AND i.account_id = p.account_id AND s.trigger <> 'completeness'
          AND s.created_at >= p.at AND s.state IN ('queued', 'running', 'complete', 'partial'))
    GROUP BY p.account_id ORDER BY min(p.at), p.account_id`;
}

/** Answers whether one was started: not where no integration covers the account, nor beside another of its own. */
async function startTargetedScan(
  tx: Transaction,
  deps: Pick<ServiceContext, 'install'>,
  workspaceId: string,
  { accountId, regions, problems }: Waiting,
): Promise<boolean> {
  // Where several integrations cover an account, the one that most of its scopes are settled by.
  const [owner] = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id::text FROM tenant.integration i
    WHERE i.workspace_id = ${workspaceId}::uuid AND i.account_id = ${accountId} AND i.state <> 'draft'
    ORDER BY (SELECT count(*) FROM tenant.inventory_scope s WHERE s.workspace_id = i.workspace_id
      AND s.account_id = i.account_id AND s.integration_id = i.id AND s.region = ANY(${[...regions, 'global']}::text[])) DESC,
      i.created_at
    LIMIT 1`;
  if (!owner) return false;
  const integration = await tx.integration.findUniqueOrThrow({
    where: { workspaceId_id: { workspaceId, id: owner.id } },
  });
  const only = { regions, global: regions.includes(GLOBAL_EVENTS_REGION) };
  const by = 'the completeness check';
  const { scanId, created } = await createScan(tx, deps.install.jobs, integration, 'completeness', by, only);
  if (!created) return false;
  await joinRunning(tx, workspaceId);
  await writeAudit(tx, { actor: ACTOR, requestId: uuidv7(), ipAddress: null }, workspaceId, {
    action: 'scan.start',
    target: { kind: 'integration', id: integration.id, label: integration.name },
    detail: { scanId, reason: 'completeness', regions, problems },
  });
  return true;
}
