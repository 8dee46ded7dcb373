import type { viewOperations } from '@/lib/contract/view';
import { createView } from '@/lib/services/views/create';
import { getView, listViews } from '@/lib/services/views/list';
import { removeView } from '@/lib/services/views/remove';
import { updateView } from '@/lib/services/views/update';
import type { HandlersOf } from '../handler';

export const viewHandlers = {
  'views.list': (context) => listViews(context, {}),
  'views.create': (context, { body }) => createView(context, body),
  'views.get': (context, { params }) => getView(context, { viewId: params.viewId }),
  'views.update': (context, { params, body }) => updateView(context, { ...body, viewId: params.viewId }),
  'views.remove': (context, { params }) => removeView(context, { viewId: params.viewId }),
} satisfies HandlersOf<typeof viewOperations>;
