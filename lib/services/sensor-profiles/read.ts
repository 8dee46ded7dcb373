import { z } from 'zod';
import { idSchema, pageQuerySchema } from '@/lib/schemas/common';
import { cutPage, decodePageToken, textCursor } from '../page';
import { workspaceRead } from '../verb';
import { profileView, profileViews } from './view';

/** Sensor profiles by title. */
export const listSensorProfiles = workspaceRead({
  permission: 'event:read',
  input: pageQuerySchema,
  async run(tx, { pageSize, pageToken }, { workspaceId }) {
    const after = decodePageToken(textCursor, pageToken);
    const found = await tx.sensorProfile.findMany({
      where: { workspaceId, ...(after ? { title: { gt: after[0] } } : {}) },
      orderBy: { title: 'asc' },
      take: pageSize + 1,
      include: { attachments: true },
    });
    const { rows, ...next } = cutPage(found, pageSize, (row) => [row.title]);
    return { sensorProfiles: await profileViews(tx, workspaceId, rows), ...next };
  },
});

export const getSensorProfile = workspaceRead({
  permission: 'event:read',
  input: z.object({ sensorProfileId: idSchema }),
  run: (tx, { sensorProfileId }, { workspaceId }) => profileView(tx, workspaceId, sensorProfileId),
});
