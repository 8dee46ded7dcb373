import type { z } from 'zod';
import { Prisma } from '@/lib/db/generated/prisma/client';
import type { Transaction } from '@/lib/db/transaction';
import { notFound } from '@/lib/errors/app-error';
import type { sensorProfileSchema } from '@/lib/schemas/sensor-profile';
import { sourceRows } from '../event-sources/rows';
import { stateOf } from '../event-sources/view';

export type SensorProfileView = z.output<typeof sensorProfileSchema>;

type Found = Prisma.SensorProfileGetPayload<{ include: { attachments: true } }>;

/** Profiles as the API shows them; two statements whatever their number. */
export async function profileViews(
  tx: Transaction,
  workspaceId: string,
  rows: readonly Found[],
): Promise<SensorProfileView[]> {
  const ids = [...new Set(rows.flatMap(({ attachments }) => attachments.map(({ sourceId }) => sourceId)))];
  const sources = ids.length > 0 ? await sourceRows(tx, workspaceId, Prisma.sql`s.id = ANY(${ids}::uuid[])`) : [];
  return rows.map((row) => {
    const attachedAt = new Map(row.attachments.map((one) => [one.sourceId, one.attachedAt.toISOString()]));
    return {
      id: row.id,
      title: row.title,
      plugin: 'aws',
      enabled: row.enabled,
      eventSources: sources.flatMap((source) => {
        const at = attachedAt.get(source.id);
        if (at === undefined) return [];
        return [
          { id: source.id, name: source.name, strategy: source.strategy, state: stateOf(source).state, attachedAt: at },
        ];
      }),
      version: row.version,
      etag: etagOf(row),
      createdAt: row.createdAt.toISOString(),
      createdBy: row.createdBy,
      updatedAt: row.updatedAt.toISOString(),
    };
  });
}

/** Opaque to clients; another one after every change, of the set as well. */
export const etagOf = ({ id, version }: { id: string; version: number }): string => `${id.slice(-8)}-${version}`;

export async function profileView(tx: Transaction, workspaceId: string, id: string): Promise<SensorProfileView> {
  const row = await tx.sensorProfile.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    include: { attachments: true },
  });
  const [view] = row ? await profileViews(tx, workspaceId, [row]) : [];
  if (!view) throw notFound('sensor profile');
  return view;
}
