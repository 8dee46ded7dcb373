import { z } from 'zod';
import { notFound } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import type { completenessSchema } from '@/lib/schemas/event';
import { workspaceRead } from '../verb';

/** What digest files prove of a source. */
export const getCompleteness = workspaceRead({
  permission: 'event:read',
  input: z.object({ eventSourceId: idSchema }),
  async run(tx, { eventSourceId: id }, { workspaceId }): Promise<z.output<typeof completenessSchema>> {
    const row = await tx.eventSource.findUnique({ where: { workspaceId_id: { workspaceId, id } } });
    if (!row) throw notFound('event source');
    return { supported: row.strategy === 's3' || row.strategy === 'sqs', notProven: [], chains: [] };
  },
});
