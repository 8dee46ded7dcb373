import { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { eventRetentionSchema, eventStatsQuerySchema, type eventStatsSchema } from '@/lib/schemas/event';
import { bucketCeiling } from '../events/counts';
import { eventRetentionDays } from '../events/retention';
import { workspaceRead, workspaceWrite } from '../verb';

type Bucket = z.output<typeof eventStatsSchema>['buckets'][number];
type Row = Omit<Bucket, 'at' | 'p50Ms' | 'p95Ms'> & { at: Date; latency: number[] | null };

/** At most this many points of a chart; longer spans have wider buckets. */
const MOST_BUCKETS = 120;

/** Rate and latency over the last minutes, without gaps, from the counts that are kept a minute. */
export const eventStats = workspaceRead({
  permission: 'event:read',
  input: eventStatsQuerySchema,
  async run(tx, { minutes, source }, { workspaceId }): Promise<z.output<typeof eventStatsSchema>> {
    if (source !== undefined && !z.uuid().safeParse(source).success) {
      throw new AppError('invalid_request', 'The filter source is not an id of Mooring.', {
        details: [{ path: 'source', message: 'not an id' }],
      });
    }
    const bucketSeconds = Math.max(1, Math.ceil(minutes / MOST_BUCKETS)) * 60;
    const rows = await tx.$queryRaw<Row[]>`
      WITH span AS (
        SELECT to_timestamp(floor(extract(epoch FROM clock_timestamp()) / ${bucketSeconds}) * ${bucketSeconds}) AS last
      ), point AS (
        SELECT generate_series(last - make_interval(secs => ${minutes * 60 - bucketSeconds}::float8), last,
          make_interval(secs => ${bucketSeconds}::float8)) AS at FROM span
      ), counted AS (
        SELECT p.at, c.* FROM point p LEFT JOIN tenant.event_count c
          ON c.workspace_id = ${workspaceId}::uuid AND c.minute >= p.at AND c.minute < p.at + make_interval(secs => ${bucketSeconds}::float8)
          AND (${source ?? null}::uuid IS NULL OR c.source_id = ${source ?? null}::uuid)
      ), summed AS (
        SELECT at, coalesce(sum(received), 0)::float8 AS received, coalesce(sum(kept), 0)::float8 AS kept,
          coalesce(sum(applied), 0)::float8 AS applied,
          coalesce(sum(read_only + failed + foreign_account + too_old + other), 0)::float8 AS dropped,
          coalesce(sum(quarantined), 0)::float8 AS quarantined
        FROM counted GROUP BY at
      ), latency AS (
        SELECT at, array_agg(total ORDER BY n) AS latency
        FROM (SELECT c.at, l.n, sum(l.count)::float8 AS total FROM counted c, unnest(c.latency) WITH ORDINALITY AS l(count, n) GROUP BY 1, 2) x
        GROUP BY at
      )
      SELECT s.*, l.latency FROM summed s LEFT JOIN latency l ON l.at = s.at ORDER BY s.at`;
    const buckets = rows.map(({ at, latency, ...row }) => ({
      ...row,
      at: at.toISOString(),
      p50Ms: percentile(latency ?? [], 0.5),
      p95Ms: percentile(latency ?? [], 0.95),
    }));
    return { buckets, bucketSeconds };
  },
});

/** Within the bucket that holds it the rank is taken as evenly spread: exact to the bucket, smooth between. */
export function percentile(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let rank = share * total;
  for (const [bucket, count] of counts.entries()) {
    const [least, most] = [bucket === 0 ? 0 : bucketCeiling(bucket - 1), bucketCeiling(bucket)];
    if (rank <= count) return Math.round(least + (rank / count) * (most - least));
    rank -= count;
  }
  return bucketCeiling(counts.length - 1);
}

export const getEventRetention = workspaceRead({
  permission: 'event:read',
  input: z.object({}),
  run: async (tx, _input, { workspaceId }) => ({ days: await eventRetentionDays(tx, workspaceId) }),
});

const set = workspaceWrite({
  permission: 'workspace:update',
  input: eventRetentionSchema,
  async run(tx, { days }, { workspaceId, now }) {
    const before = await eventRetentionDays(tx, workspaceId);
    await tx.$executeRaw`
      INSERT INTO tenant.event_retention (workspace_id, days, updated_at) VALUES (${workspaceId}::uuid, ${days}, ${now()})
      ON CONFLICT (workspace_id) DO UPDATE SET days = excluded.days, updated_at = excluded.updated_at`;
    return { before, days, workspaceId };
  },
  audit: (_input, { before, days, workspaceId }) =>
    before === days
      ? null
      : {
          action: 'events.retention_changed',
          target: { kind: 'workspace', id: workspaceId, label: 'Log of events' },
          detail: { before, after: days },
        },
});

/** Sets how many days the log is kept. What is older goes with the next daily upkeep. */
export const setEventRetention = async (...args: Parameters<typeof set>) => ({ days: (await set(...args)).days });
