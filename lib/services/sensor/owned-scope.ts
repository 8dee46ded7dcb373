import type { ScopeKey } from '@/lib/collectors/types';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import type { FencedJob } from './fence';

/** `neverListed`: no list of it was complete yet. */
type OwnedScope = { status: string; neverListed: boolean };

/**
 * Throws unless the scope is one that this job was given and its integration owns: a sensor settles nothing else, be it
 * another account or a scope that another integration watches. Answers what the ledger says of it.
 */
export async function ownedScope(tx: Transaction, job: FencedJob, scope: ScopeKey): Promise<OwnedScope> {
  const ledger =
    scope.accountId === job.accountId
      ? await tx.$queryRaw<OwnedScope[]>`
          SELECT l.status, s.complete_at IS NULL AS "neverListed" FROM tenant.scan_scope l JOIN tenant.inventory_scope s
            ON s.workspace_id = l.workspace_id AND s.account_id = ${scope.accountId} AND s.region = l.region AND s.type = l.type
          WHERE l.workspace_id = ${job.workspaceId}::uuid AND l.scan_job_id = ${job.id}::uuid
            AND l.region = ${scope.region} AND l.type = ${scope.type} AND l.status <> 'skipped'
            AND s.integration_id = ${job.scan.integrationId}::uuid`
      : [];
  const [row] = ledger;
  if (row) return row;
  throw new AppError(
    'permission_denied',
    `This scan job may not settle ${scope.type} of ${scope.accountId} in ${scope.region}: it is not a scope of its own.`,
  );
}
