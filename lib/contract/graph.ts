import {
  graphQuerySchema,
  graphSchema,
  neighbourPageSchema,
  neighbourQuerySchema,
  usedByKeyQuerySchema,
  usedByPageSchema,
  usedByQuerySchema,
} from '@/lib/schemas/graph';
import { blastRadiusSchema } from '@/lib/schemas/reach';
import type { Operation } from './operation';
import { inWorkspace, ofAccessKey, ofResource } from './params';

export const graphOperations = {
  'resources.graph': {
    method: 'get',
    path: '/workspaces/{workspaceId}/resources/{uid}/graph',
    access: 'inventory:read',
    tag: 'Inventory',
    summary: 'The neighbourhood of a resource as a graph',
    description:
      'Breadth first, at most `limit` nodes. What is left out is counted in `groups`; `resources.neighbours` lists it. ' +
      'Edges of kind mayAssume are computed from policies, not collected.',
    params: ofResource,
    query: graphQuerySchema,
    response: graphSchema,
  },
  'resources.neighbours': {
    method: 'get',
    path: '/workspaces/{workspaceId}/resources/{uid}/neighbours',
    access: 'inventory:read',
    tag: 'Inventory',
    summary: 'What a resource names, or what names it, by kind and type',
    params: ofResource,
    query: neighbourQuerySchema,
    response: neighbourPageSchema,
  },
  'resources.usedBy': {
    method: 'get',
    path: '/workspaces/{workspaceId}/resources/{uid}/used-by',
    access: 'inventory:read',
    tag: 'Inventory',
    summary: 'What uses a resource; of a role also through its instance profiles',
    params: ofResource,
    query: usedByQuerySchema,
    response: usedByPageSchema,
  },
  'relationships.usedBy': {
    method: 'get',
    path: '/workspaces/{workspaceId}/used-by',
    access: 'inventory:read',
    tag: 'Inventory',
    summary: 'What uses something that need not be in the inventory, by its ARN, id or name',
    params: inWorkspace,
    query: usedByKeyQuerySchema,
    response: usedByPageSchema,
  },
  'resources.blastRadius': {
    method: 'get',
    path: '/workspaces/{workspaceId}/resources/{uid}/blast-radius',
    access: 'inventory:read',
    tag: 'Inventory',
    summary: 'What a user or role may reach, by its policies',
    params: ofResource,
    response: blastRadiusSchema,
  },
  'accessKeys.blastRadius': {
    method: 'get',
    path: '/workspaces/{workspaceId}/access-keys/{accessKeyUid}/blast-radius',
    access: 'inventory:read',
    tag: 'Access keys',
    summary: 'What somebody who has an access key may reach: its user, by policies',
    params: ofAccessKey,
    response: blastRadiusSchema,
  },
} as const satisfies Record<string, Operation>;
