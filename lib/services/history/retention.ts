import { z } from 'zod';
import { type retentionSchema, updateRetentionSchema } from '@/lib/schemas/history';
import { workspaceRead, workspaceWrite } from '../verb';
import { historySpan, type Span } from './span';

type Retention = z.output<typeof retentionSchema>;

const shown = ({ days, from, prunedBefore }: Span): Retention => ({ days, from, prunedBefore });

export const getRetention = workspaceRead({
  permission: 'inventory:read',
  input: z.object({}),
  run: async (tx, _input, { workspaceId }) => shown(await historySpan(tx, workspaceId)),
});

const update = workspaceWrite({
  permission: 'workspace:update',
  input: updateRetentionSchema,
  async run(tx, { days }, { workspaceId, now }) {
    const before = await historySpan(tx, workspaceId);
    await tx.$executeRaw`
      INSERT INTO tenant.history_retention (workspace_id, days, updated_at) VALUES (${workspaceId}::uuid, ${days}, ${now()})
      ON CONFLICT (workspace_id) DO UPDATE SET days = excluded.days, updated_at = excluded.updated_at`;
    return { before: before.days, workspaceId, retention: shown(await historySpan(tx, workspaceId)) };
  },
  audit: ({ days }, { before, workspaceId }) =>
    before === days
      ? null
      : {
          action: 'history.retention_changed',
          target: { kind: 'workspace', id: workspaceId, label: 'History' },
          detail: { before, after: days },
        },
});

/** Sets how many days of history are kept. What is older goes at the next daily pruning and does not come back. */
export const updateRetention = async (...args: Parameters<typeof update>): Promise<Retention> =>
  (await update(...args)).retention;
