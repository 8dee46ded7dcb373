import type { JsonObject } from '@/lib/collectors/types';
import { settlePolicyReadings } from '@/lib/db/bulk/policy-readings';
import { inWorkspace, type Transaction } from '@/lib/db/transaction';
import { JUDGED_TYPES } from '@/lib/findings/registry';
import { policyReadingsOf, READ_TYPES } from '@/lib/inventory/policy-readings';
import type { ServiceContext } from '../context';
import { judgeResources } from './judge';
import type { Subject } from './subject';

export const PAGE = 500;
const TYPES = [...new Set([...READ_TYPES, ...JUDGED_TYPES])];
const FIRST = '00000000-0000-0000-0000-000000000000';
type Deps = Pick<ServiceContext, 'db' | 'now'> & { signal?: AbortSignal };

/**
 * Judges again what a workspace's inventory holds, from `cursor` on: after a rule or lib/trust judges differently than it
 * did. Pages of 500, each in a transaction of its own, `atMost` resources in all. Answers how many were judged and where
 * to go on; null when all were. Rejects with the signal's reason between two pages when it aborts.
 */
export async function refreshFindings(
  deps: Deps,
  workspaceId: string,
  { cursor = null, atMost = Number.POSITIVE_INFINITY }: { cursor?: string | null; atMost?: number } = {},
): Promise<{ judged: number; cursor: string | null }> {
  let judged = 0;
  let after = cursor ?? FIRST;
  for (;;) {
    deps.signal?.throwIfAborted();
    const uids = await inWorkspace(deps.db, workspaceId, async (tx) => {
      const page = await tx.$queryRaw<{ uid: string }[]>`
        SELECT uid::text FROM tenant.resource
        WHERE workspace_id = ${workspaceId}::uuid AND uid > ${after}::uuid AND type = ANY(${TYPES}::text[])
        ORDER BY uid LIMIT ${PAGE}`;
      const found = page.map(({ uid }) => uid);
      await judgeAgain(tx, workspaceId, found, deps.now(), { readings: true });
      return found;
    });
    judged += uids.length;
    const last = uids.at(-1);
    if (uids.length < PAGE || last === undefined) return { judged, cursor: null };
    after = last;
    if (judged >= atMost) return { judged, cursor: after };
  }
}

type Row = Omit<Subject, 'readings' | 'isNew' | 'accountId' | 'createdAt'> & {
  account_id: string;
  aws_created_at: Date | null;
  state: string;
};

/**
 * Judges these resources as their rows are now. Rows that a scan is settling at this moment are passed over: settling
 * judges what it writes, and waiting for one another could go in a circle.
 */
export async function judgeAgain(
  tx: Transaction,
  workspaceId: string,
  uids: readonly string[],
  now: Date,
  { readings = false }: { readings?: boolean } = {},
): Promise<void> {
  if (uids.length === 0) return;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT uid::text, type, id, arn, name, account_id, region, tags, attributes, volatile, aws_created_at, state
    FROM tenant.resource WHERE workspace_id = ${workspaceId}::uuid AND uid = ANY(${[...uids]}::uuid[])
    ORDER BY uid FOR NO KEY UPDATE SKIP LOCKED`;
  const subjects = rows.map(({ account_id: accountId, aws_created_at: made, ...row }) => ({
    ...row,
    accountId,
    createdAt: made?.toISOString() ?? null,
    isNew: false,
    readings: policyReadingsOf({ type: row.type, accountId, attributes: row.attributes as JsonObject }),
  }));
  if (readings) {
    const read = subjects.filter(({ type }) => READ_TYPES.has(type));
    await settlePolicyReadings(
      tx,
      workspaceId,
      read.map(({ uid }) => uid),
      read.flatMap((one) => one.readings.map((reading, position) => ({ uid: one.uid, position, ...reading }))),
    );
  }
  await judgeResources(
    tx,
    workspaceId,
    subjects.filter(({ state }) => state === 'live'),
    now.getTime(),
  );
}
