import { z } from 'zod';
import type { sensorsSchema } from '@/lib/schemas/sensor-profile';
import { workspaceRead } from '../verb';

const LOST_AFTER_MS = 30_000;
/** A sensor that has not beaten for a day is gone, and so is its row. */
const FORGOTTEN_AFTER_MS = 86_400_000;

type Sensors = z.output<typeof sensorsSchema>['sensors'];
type Lease = Sensors[number]['leases'][number] & { sensorId: string };
type ScanJob = Sensors[number]['scanJobs'][number] & { sensorId: string };

/** Running sensors of the install, and what each holds of this workspace; of other workspaces it tells nothing. */
export const listSensors = workspaceRead({
  permission: 'event:read',
  input: z.object({}),
  async run(tx, _input, { workspaceId, db, now }): Promise<z.output<typeof sensorsSchema>> {
    const leases = await tx.$queryRaw<
      (Omit<Lease, 'leaseUntil' | 'lastEventAt'> & { leaseUntil: Date; lastEventAt: Date | null })[]
    >`
      SELECT h.sensor_id::text AS "sensorId", h.source_id::text AS "sourceId", s.name AS "sourceName", s.strategy, h.shard,
        h.lease_until AS "leaseUntil", h.lag_ms::float8 AS "lagMs", h.last_event_at AS "lastEventAt", h.error
      FROM tenant.event_shard h JOIN tenant.event_source s ON s.workspace_id = h.workspace_id AND s.id = h.source_id
      WHERE h.workspace_id = ${workspaceId}::uuid AND h.sensor_id IS NOT NULL AND h.lease_until > clock_timestamp()
      ORDER BY s.name, h.shard LIMIT 2000`;
    const jobs = await tx.$queryRaw<(Omit<ScanJob, 'leaseUntil'> & { leaseUntil: Date })[]>`
      SELECT sensor_id::text AS "sensorId", scan_id::text AS "scanId", account_id AS "accountId", service, lease_until AS "leaseUntil"
      FROM tenant.scan_job
      WHERE workspace_id = ${workspaceId}::uuid AND state = 'running' AND sensor_id IS NOT NULL AND lease_until > clock_timestamp()
      ORDER BY account_id, service LIMIT 500`;
    const rows = await db.directory.sensor.findMany({
      where: { heartbeatAt: { gt: new Date(now().getTime() - FORGOTTEN_AFTER_MS) } },
      orderBy: [{ hostname: 'asc' }, { startedAt: 'asc' }],
      take: 500,
    });
    const leasesOf = Map.groupBy(leases, ({ sensorId }) => sensorId);
    const jobsOf = Map.groupBy(jobs, ({ sensorId }) => sensorId);
    return {
      sensors: rows.map(({ startedAt, heartbeatAt, ...row }) => ({
        ...row,
        startedAt: startedAt.toISOString(),
        heartbeatAt: heartbeatAt.toISOString(),
        lost: now().getTime() - heartbeatAt.getTime() > LOST_AFTER_MS,
        leases: (leasesOf.get(row.id) ?? []).map(({ sensorId: _sensor, leaseUntil, lastEventAt, ...lease }) => ({
          ...lease,
          leaseUntil: leaseUntil.toISOString(),
          lastEventAt: lastEventAt?.toISOString() ?? null,
        })),
        scanJobs: (jobsOf.get(row.id) ?? []).map(({ sensorId: _sensor, leaseUntil, ...job }) => ({
          ...job,
          leaseUntil: leaseUntil.toISOString(),
        })),
      })),
    };
  },
});
