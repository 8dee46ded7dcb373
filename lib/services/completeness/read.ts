import type { ChainPlace, LogFolder, ShardFence } from '@/lib/sensor/event-port';
import type { ServiceContext } from '../context';
import { shardFenced } from '../events/shard-fence';

type Deps = Pick<ServiceContext, 'db'>;
type ChainRow = Omit<ChainPlace, 'last'> & {
  key: string | null;
  hash: string | null;
  signature: string | null;
  startedAt: number;
  endedAt: number;
};

/** Chains of the fence's source as they were left, and where log files lie that were read since. */
export function digestChains(
  deps: Deps,
  fence: ShardFence,
  since: number,
): Promise<{ chains: ChainPlace[]; folders: LogFolder[] }> {
  const { workspaceId, sourceId } = fence;
  return shardFenced(deps.db, fence, async (tx) => {
    const chains = await tx.$queryRaw<ChainRow[]>`
      SELECT c.account_id AS "accountId", c.region, c.trail, c.bucket, c.folder, c.last_key AS key, c.last_hash AS hash,
        c.last_signature AS signature, (extract(epoch FROM c.last_started_at) * 1000)::float8 AS "startedAt",
        (extract(epoch FROM c.last_ended_at) * 1000)::float8 AS "endedAt",
        EXISTS (SELECT FROM tenant.completeness_problem p WHERE p.workspace_id = c.workspace_id AND p.source_id = c.source_id
          AND p.account_id = c.account_id AND p.region = c.region AND p.kind = 'digestMissing'
          AND p.object_key = c.last_key AND p.resolved_at IS NULL) AS silent
      FROM tenant.completeness_chain c WHERE c.workspace_id = ${workspaceId}::uuid AND c.source_id = ${sourceId}::uuid
      ORDER BY c.account_id, c.region, c.trail`;
    const folders = await tx.$queryRaw<LogFolder[]>`
      SELECT DISTINCT f.bucket, m.part[1] AS parent, m.part[2] AS "accountId", m.part[3] AS region
      FROM tenant.event_log_file f
      CROSS JOIN LATERAL regexp_match(f.key, '^(.*/)([0-9]{12})/CloudTrail/([a-z0-9-]+)/') AS m(part)
      WHERE f.workspace_id = ${workspaceId}::uuid AND f.source_id = ${sourceId}::uuid AND m.part IS NOT NULL
        AND f.read_at > to_timestamp(${since / 1000}::float8)`;
    return {
      chains: chains.map(({ key, hash, signature, startedAt, endedAt, ...chain }) => ({
        ...chain,
        last: key === null ? null : { key, hash, signature, startedAt, endedAt },
      })),
      folders,
    };
  });
}

/** What was kept of log files that were read whole, in the order of the keys; null: not read, or longer than a week ago. */
export function knownLogFiles(
  deps: Deps,
  fence: ShardFence,
  bucket: string,
  keys: readonly string[],
): Promise<({ sha256: string; readAt: number } | null)[]> {
  const { workspaceId, sourceId } = fence;
  if (keys.length === 0) return Promise.resolve([]);
  return shardFenced(deps.db, fence, async (tx) => {
    const rows = await tx.$queryRaw<{ n: number; sha256: string; readAt: number }[]>`
      SELECT k.n::int - 1 AS n, encode(f.sha256, 'hex') AS sha256,
        (extract(epoch FROM f.read_at) * 1000)::float8 AS "readAt"
      FROM unnest(${[...keys]}::text[]) WITH ORDINALITY AS k(key, n)
      JOIN tenant.event_log_file f ON f.workspace_id = (SELECT ${workspaceId}::uuid) AND f.source_id = (SELECT ${sourceId}::uuid)
        AND f.bucket = (SELECT ${bucket}::text) AND f.key = k.key`;
    const found = new Map(rows.map(({ n, ...file }) => [n, file]));
    return keys.map((_, n) => found.get(n) ?? null);
  });
}
