import type { Transaction } from '@/lib/db/transaction';
import { jsonForPostgres } from './json';

/** A reading as SQL takes it; `uid` is the resource's. */
export type PolicyReadingRow = {
  uid: string;
  position: number;
  kind: string;
  level: string;
  what: string;
  principal: string | null;
  principalAccount: string | null;
  subject: string | null;
  audience: string | null;
  text: string;
};

/** Makes the readings of `uids` exactly `rows`. Called for new and changed content only. */
export async function settlePolicyReadings(
  tx: Transaction,
  workspaceId: string,
  uids: readonly string[],
  rows: readonly PolicyReadingRow[],
): Promise<void> {
  if (uids.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM tenant.policy_reading WHERE workspace_id = ${workspaceId}::uuid AND resource_uid = ANY(${[...uids]}::uuid[])`;
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO tenant.policy_reading (workspace_id, resource_uid, position, kind, level, what, principal, principal_account,
      subject, audience, text)
    SELECT ${workspaceId}::uuid, x.uid, x.position, x.kind, x.level, x.what, x.principal, x."principalAccount",
      x.subject, x.audience, x.text
    FROM jsonb_to_recordset(${jsonForPostgres(rows)}::jsonb) AS x(uid uuid, position int, kind text, level text, what text,
      principal text, "principalAccount" text, subject text, audience text, text text)`;
}
