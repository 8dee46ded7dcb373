import type { JsonObject } from '@/lib/collectors/types';
import { settleFindings } from '@/lib/db/bulk/findings';
import { inWorkspace } from '@/lib/db/transaction';
import { findingsOf } from '@/lib/inventory/findings';
import type { ServiceContext } from '../context';

const PAGE = 500;
const JUDGED = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::ManagedPolicy'];
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Judges again what a workspace's inventory holds: to be run when lib/trust judges differently than it did. Pages of 500,
 * each in a transaction of its own; answers how many resources were judged.
 */
export async function refreshFindings(deps: Pick<ServiceContext, 'db'>, workspaceId: string): Promise<number> {
  let judged = 0;
  for (let after: string | undefined = FIRST; after !== undefined; ) {
    const page: string[] = await judgePage(deps, workspaceId, after);
    judged += page.length;
    after = page.length === PAGE ? page.at(-1) : undefined;
  }
  return judged;
}

function judgePage(deps: Pick<ServiceContext, 'db'>, workspaceId: string, after: string): Promise<string[]> {
  return inWorkspace(deps.db, workspaceId, async (tx) => {
    // Locked, so that a scan that settles one of them meanwhile judges after this, not before.
    const rows = await tx.$queryRaw<{ uid: string; type: string; account_id: string; attributes: JsonObject }[]>`
      SELECT uid::text, type, account_id, attributes FROM tenant.resource
      WHERE workspace_id = ${workspaceId}::uuid AND uid > ${after}::uuid AND type = ANY(${JUDGED}::text[])
      ORDER BY uid LIMIT ${PAGE} FOR NO KEY UPDATE`;
    const findings = rows.flatMap(({ uid, type, account_id: accountId, attributes }) =>
      findingsOf({ type, accountId, attributes }).map((finding, position) => ({ uid, position, ...finding })),
    );
    const uids = rows.map(({ uid }) => uid);
    await settleFindings(tx, workspaceId, uids, findings);
    return uids;
  });
}
