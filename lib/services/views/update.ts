import type { z } from 'zod';
import { AppError } from '@/lib/errors/app-error';
import { idSchema } from '@/lib/schemas/common';
import { updateViewSchema, type View } from '@/lib/schemas/view';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { authorizeShared, checkQuery, isNameTaken, nameTaken, toView, type ViewRow, visibleView } from './rows';

const input = updateViewSchema.extend({ viewId: idSchema });

const update = workspaceWrite({
  permission: 'inventory:read',
  input,
  async run(tx, { viewId, version, ...changes }, context): Promise<{ before: ViewRow; view: View }> {
    const { workspaceId, actor, now } = context;
    const before = await visibleView(tx, context, viewId);
    const shared = changes.shared ?? before.shared;
    authorizeShared(context, before.shared || shared);
    if (before.shared && !shared && before.owner_id !== actor.id) throw notYours(before);
    if (changes.query !== undefined) checkQuery(changes.query);
    const { name = before.name, query = before.query, columns = before.columns } = changes;
    const { sort = before.sort, order = before.sort_order } = changes;
    const written = await tx.$executeRaw`
      UPDATE tenant.saved_view SET name = ${name}, shared = ${shared}, query = ${query}, columns = ${columns}::text[],
        sort = ${sort}, sort_order = ${order}, version = version + 1, updated_at = ${now()}::timestamptz,
        updated_by = ${actor.label}
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${viewId}::uuid AND version = ${version}::int`;
    if (written === 0) throw staleVersion(before);
    return { before, view: toView(await visibleView(tx, context, viewId), context) };
  },
  audit: ({ version }, { before, view }) => ({
    action: 'view.update',
    target: { kind: 'view', id: view.id, label: view.name },
    detail: {
      fromVersion: version,
      ...(before.name === view.name ? {} : { nameBefore: before.name }),
      ...(before.shared === view.shared ? {} : { shared: view.shared }),
      ...(before.query === view.query ? {} : { queryBefore: before.query, query: view.query }),
      ...(`${before.columns}` === `${view.columns}` ? {} : { columns: view.columns }),
    },
  }),
});

/** Changes what is given of a view. `stale_version` when someone else changed it since `version`. */
export async function updateView(context: WorkspaceContext, raw: z.input<typeof input>): Promise<View> {
  try {
    return (await update(context, raw)).view;
  } catch (error) {
    if (isNameTaken(error)) throw nameTaken(raw.name, raw.shared);
    throw error;
  }
}

/** Made private by another it would be gone for who relies on it, and belong to someone who did not ask. */
function notYours({ owner_label: owner }: ViewRow): AppError {
  return new AppError(
    'permission_denied',
    `Only ${owner}, who made this view, can make it private. Save a copy of yours.`,
  );
}

function staleVersion({ version, updated_by: by }: ViewRow): AppError {
  return new AppError('stale_version', `${by} changed this view meanwhile. Load theirs, then change again.`, {
    details: [{ message: `The stored version is ${version}.`, version }],
  });
}
