import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Transaction } from '@/lib/db/transaction';
import { AppError } from '@/lib/errors/app-error';
import { createViewSchema, MAX_VIEWS, type View } from '@/lib/schemas/view';
import type { WorkspaceContext } from '../context';
import { workspaceWrite } from '../verb';
import { authorizeShared, checkQuery, isNameTaken, nameTaken, toView, visibleView } from './rows';

const create = workspaceWrite({
  permission: 'inventory:read',
  input: createViewSchema,
  async run(tx, { name, shared, query, columns, sort, order }, context): Promise<View> {
    const { workspaceId, actor, now } = context;
    authorizeShared(context, shared);
    checkQuery(query);
    await refuseTooMany(tx, context, shared);
    const [id, at] = [uuidv7(), now()];
    await tx.$executeRaw`
      INSERT INTO tenant.saved_view (workspace_id, id, owner_id, owner_label, shared, name, query, columns, sort, sort_order,
        created_at, updated_at, updated_by)
      VALUES (${workspaceId}::uuid, ${id}::uuid, ${actor.id}, ${actor.label}, ${shared}, ${name}, ${query},
        ${columns}::text[], ${sort}, ${order}, ${at}::timestamptz, ${at}::timestamptz, ${actor.label})`;
    return toView(await visibleView(tx, context, id), context);
  },
  audit: (_input, { id, name, shared, query, columns }) => ({
    action: 'view.create',
    target: { kind: 'view', id, label: name },
    detail: { shared, query, columns },
  }),
});

/** Keeps a view. `permission_denied` for a shared one without view:write; `conflict` for a name that is taken. */
export async function createView(context: WorkspaceContext, raw: z.input<typeof createViewSchema>): Promise<View> {
  try {
    return await create(context, raw);
  } catch (error) {
    if (isNameTaken(error)) throw nameTaken(raw.name, raw.shared ?? false);
    throw error;
  }
}

async function refuseTooMany(
  tx: Transaction,
  { workspaceId, actor }: WorkspaceContext,
  shared: boolean,
): Promise<void> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM tenant.saved_view
    WHERE workspace_id = ${workspaceId}::uuid AND shared = ${shared} AND (shared OR owner_id = ${actor.id})`;
  if ((row?.count ?? 0) < MAX_VIEWS) return;
  const whose = shared ? 'The workspace has' : 'You have';
  throw new AppError(
    'conflict',
    `${whose} ${MAX_VIEWS} views already. Delete one that nobody needs, then save this one.`,
  );
}
