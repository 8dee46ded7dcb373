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
  const [row] = await ownedScopes(tx, job, scope.accountId, [scope]);
  if (row) return row;
  throw new Error('Of each scope one row is answered.');
}

/** The same of several scopes of one account; answers in their order. */
export async function ownedScopes(
  tx: Transaction,
  job: FencedJob,
  accountId: string,
  scopes: readonly Omit<ScopeKey, 'accountId'>[],
): Promise<OwnedScope[]> {
  const rows =
    accountId === job.accountId
      ? await tx.$queryRaw<(OwnedScope & { region: string; type: string })[]>`
          SELECT l.region, l.type, l.status, s.complete_at IS NULL AS "neverListed"
          FROM unnest(${scopes.map(({ region }) => region)}::text[], ${scopes.map(({ type }) => type)}::text[]) w(region, type)
          JOIN tenant.scan_scope l ON l.workspace_id = ${job.workspaceId}::uuid AND l.scan_job_id = ${job.id}::uuid
            AND l.region = w.region AND l.type = w.type
          JOIN tenant.inventory_scope s ON s.workspace_id = l.workspace_id AND s.account_id = ${accountId}
            AND s.region = l.region AND s.type = l.type
          WHERE l.status <> 'skipped' AND s.integration_id = ${job.scan.integrationId}::uuid`
      : [];
  const known = new Map(rows.map(({ region, type, ...owned }) => [`${region}/${type}`, owned]));
  return scopes.map(({ region, type }) => {
    const owned = known.get(`${region}/${type}`);
    if (owned) return owned;
    throw new AppError(
      'permission_denied',
      `This scan job may not settle ${type} of ${accountId} in ${region}: it is not a scope of its own.`,
    );
  });
}
