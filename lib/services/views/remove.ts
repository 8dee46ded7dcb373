import { z } from 'zod';
import { idSchema } from '@/lib/schemas/common';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { authorizeShared, type ViewRow, visibleView } from './rows';

const input = z.object({ viewId: idSchema });

const remove = workspaceWrite({
  permission: 'inventory:read',
  input,
  async run(tx, { viewId }, context): Promise<ViewRow> {
    const row = await visibleView(tx, context, viewId);
    authorizeShared(context, row.shared);
    await tx.$executeRaw`
      DELETE FROM tenant.saved_view WHERE workspace_id = ${context.workspaceId}::uuid AND id = ${viewId}::uuid`;
    return row;
  },
  audit: (_input, { id, name, shared, query }) => ({
    action: 'view.remove',
    target: { kind: 'view', id, label: name },
    detail: { shared, query },
  }),
});

/** Deletes a view. A shared one takes view:write. */
export async function removeView(context: WorkspaceContext, raw: z.input<typeof input>): Promise<void> {
  await remove(context, raw);
}
