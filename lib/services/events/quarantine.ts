import { v7 as uuidv7 } from 'uuid';
import { jsonForPostgres } from '@/lib/db/bulk/json';
import type { Transaction } from '@/lib/db/transaction';
import type { Poison } from '@/lib/events/strategies/types';
import type { QuarantinedItem, ShardFence } from '@/lib/sensor/event-port';
import type { ServiceContext } from '../context';
import { shardFenced } from './shard-fence';

/** What is larger is named and described, not kept. */
const MAX_PAYLOAD_BYTES = 512 * 1024;
const EXCERPT = 2_000;
/** A source that sends nothing but poison fills no disk: past this, the oldest of it goes. */
const MOST_OF_A_SOURCE = 10_000;
/** So much of what is kept can be replayed: 256 MB; older items keep their notice and excerpt. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Keeps what could not be read, with the reason; the same delivery once. Answers how many were new. */
export async function quarantine(tx: Transaction, fence: ShardFence, poison: readonly Poison[]): Promise<number> {
  if (poison.length === 0) return 0;
  const rows = poison
    .map(({ payload, deliveryId, ...one }) => ({
      ...one,
      id: uuidv7(),
      deliveryId: deliveryId.slice(0, 1_000),
      excerpt: excerptOf(payload),
      payload: payload && payload.length <= MAX_PAYLOAD_BYTES ? payload.toString('base64') : null,
    }))
    .toSorted((a, b) => (a.deliveryId < b.deliveryId ? -1 : 1));
  const added = await tx.$executeRaw`
    INSERT INTO tenant.event_quarantine (workspace_id, id, source_id, shard, delivery_id, reason, message, excerpt, bytes, payload)
    SELECT ${fence.workspaceId}::uuid, x.id, ${fence.sourceId}::uuid, ${fence.shard}, x."deliveryId", x.reason, x.message,
      x.excerpt, x.bytes, decode(x.payload, 'base64')
    FROM json_to_recordset(${jsonForPostgres(rows)}::json) AS x(id uuid, "deliveryId" text, reason text, message text,
      excerpt text, bytes bigint, payload text)
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    DELETE FROM tenant.event_quarantine WHERE workspace_id = ${fence.workspaceId}::uuid AND id IN (
      SELECT q.id FROM tenant.event_quarantine q
      WHERE q.workspace_id = ${fence.workspaceId}::uuid AND q.source_id = ${fence.sourceId}::uuid
      ORDER BY q.at DESC, q.id DESC OFFSET ${MOST_OF_A_SOURCE})`;
  await tx.$executeRaw`
    UPDATE tenant.event_quarantine SET payload = NULL WHERE workspace_id = ${fence.workspaceId}::uuid AND id IN (
      SELECT k.id FROM (
        SELECT q.id, sum(q.bytes) OVER (ORDER BY q.at DESC, q.id DESC) AS bytes FROM tenant.event_quarantine q
        WHERE q.workspace_id = ${fence.workspaceId}::uuid AND q.source_id = ${fence.sourceId}::uuid AND q.payload IS NOT NULL) k
      WHERE k.bytes > ${MOST_BYTES}::bigint)`;
  return added;
}

/** The beginning as text, without what a terminal or a page must not get. */
function excerptOf(payload: Buffer | null): string {
  if (payload === null) return '';
  const text = payload.subarray(0, EXCERPT).toString('utf8');
  return text
    .replace(/[^\P{C}\n\t]/gu, '\uFFFD')
    .replace(/("[^"]*(?:secret|password|token)[^"]*"\s*:\s*")[^"]*/gi, '$1***');
}

/** Items that somebody asked to have read once more. */
export function wantedReplays(
  deps: Pick<ServiceContext, 'db'>,
  fence: ShardFence,
  most: number,
): Promise<QuarantinedItem[]> {
  return shardFenced(deps.db, fence, async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; deliveryId: string; payload: Uint8Array }[]>`
      SELECT id::text, delivery_id AS "deliveryId", payload FROM tenant.event_quarantine
      WHERE workspace_id = ${fence.workspaceId}::uuid AND source_id = ${fence.sourceId}::uuid
        AND replay_wanted_at IS NOT NULL AND (replayed_at IS NULL OR replayed_at < replay_wanted_at) AND payload IS NOT NULL
      ORDER BY replay_wanted_at, id LIMIT ${most}::int`;
    return rows.map(({ payload, ...row }) => ({ ...row, payload: Buffer.from(payload) }));
  });
}

/** Notes what became of a replay. */
export function replayed(
  deps: Pick<ServiceContext, 'db'>,
  fence: ShardFence,
  id: string,
  result: string,
): Promise<void> {
  return shardFenced(deps.db, fence, async (tx) => {
    await tx.$executeRaw`
      UPDATE tenant.event_quarantine SET replayed_at = clock_timestamp(), replay_result = ${result}
      WHERE workspace_id = ${fence.workspaceId}::uuid AND source_id = ${fence.sourceId}::uuid AND id = ${id}::uuid`;
  });
}
