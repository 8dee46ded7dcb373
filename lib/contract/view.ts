import { idSchema } from '@/lib/schemas/common';
import { createViewSchema, updateViewSchema, viewSchema, viewsSchema } from '@/lib/schemas/view';
import type { Operation } from './operation';
import { inWorkspace } from './params';

const ofView = inWorkspace.extend({ viewId: idSchema });

/** Private views need no more than to read the inventory; what is shared with all needs view:write, which the verbs ask. */
export const viewOperations = {
  'views.list': {
    method: 'get',
    path: '/workspaces/{workspaceId}/views',
    access: 'inventory:read',
    tag: 'Views',
    summary: 'List your views of the inventory, the shared ones, and those a workspace starts with',
    params: inWorkspace,
    response: viewsSchema,
  },
  'views.create': {
    method: 'post',
    path: '/workspaces/{workspaceId}/views',
    access: 'inventory:read',
    tag: 'Views',
    summary: 'Keep a view: a query, columns and an order by a name',
    description: 'A private view is seen by nobody else. With shared=true the role must hold view:write.',
    params: inWorkspace,
    body: createViewSchema,
    response: viewSchema,
    status: 201,
  },
  'views.get': {
    method: 'get',
    path: '/workspaces/{workspaceId}/views/{viewId}',
    access: 'inventory:read',
    tag: 'Views',
    summary: 'Get a view',
    params: ofView,
    response: viewSchema,
  },
  'views.update': {
    method: 'patch',
    path: '/workspaces/{workspaceId}/views/{viewId}',
    access: 'inventory:read',
    tag: 'Views',
    summary: 'Rename, share or change a view',
    description:
      'Whose version is not the stored one is answered stale_version. A shared view needs view:write; only who made it can make it private.',
    params: ofView,
    body: updateViewSchema,
    response: viewSchema,
  },
  'views.remove': {
    method: 'delete',
    path: '/workspaces/{workspaceId}/views/{viewId}',
    access: 'inventory:read',
    tag: 'Views',
    summary: 'Delete a view; the resources it shows are untouched',
    params: ofView,
    status: 204,
  },
} as const satisfies Record<string, Operation>;
