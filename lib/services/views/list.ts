import { z } from 'zod';
import { idSchema } from '@/lib/schemas/common';
import { BUILT_IN_VIEWS, type View, type viewsSchema } from '@/lib/schemas/view';
import { workspaceRead } from '../verb';
import { toView, visibleView, visibleViews } from './rows';

/** The actor's own views, the shared ones, and those that every workspace starts with. */
export const listViews = workspaceRead({
  permission: 'inventory:read',
  input: z.object({}),
  async run(tx, _input, context): Promise<z.output<typeof viewsSchema>> {
    const rows = await visibleViews(tx, context);
    return { views: rows.map((row) => toView(row, context)), builtIn: [...BUILT_IN_VIEWS] };
  },
});

export const getView = workspaceRead({
  permission: 'inventory:read',
  input: z.object({ viewId: idSchema }),
  run: async (tx, { viewId }, context): Promise<View> => toView(await visibleView(tx, context, viewId), context),
});
