import { z } from 'zod';
import {
  eventBatchSchema,
  eventDetailSchema,
  eventFilterSchema,
  eventPageSchema,
  eventQuerySchema,
  eventRetentionSchema,
  eventStatsQuerySchema,
  eventStatsSchema,
} from '@/lib/schemas/event';
import type { Operation } from './operation';
import { inWorkspace } from './params';

const tag = 'Events';

export const eventOperations = {
  'events.list': {
    method: 'get',
    path: '/workspaces/{workspaceId}/events',
    access: 'event:read',
    tag,
    summary: 'Search the log of events: by account, service, principal, access key, resource, outcome, time',
    params: inWorkspace,
    query: eventQuerySchema,
    response: eventPageSchema,
  },
  'events.stream': {
    method: 'get',
    path: '/workspaces/{workspaceId}/events/stream',
    access: 'event:read',
    tag,
    summary: 'Follow what arrives, with what became of it',
    params: inWorkspace,
    query: eventFilterSchema,
    response: eventBatchSchema,
    produces: 'event-stream',
  },
  'events.stats': {
    method: 'get',
    path: '/workspaces/{workspaceId}/events/stats',
    access: 'event:read',
    tag,
    summary: 'Rate of events and latency from event to inventory, over time',
    params: inWorkspace,
    query: eventStatsQuerySchema,
    response: eventStatsSchema,
  },
  'events.retention': {
    method: 'get',
    path: '/workspaces/{workspaceId}/events/retention',
    access: 'event:read',
    tag,
    summary: 'How many days the log is kept',
    params: inWorkspace,
    response: eventRetentionSchema,
  },
  'events.setRetention': {
    method: 'put',
    path: '/workspaces/{workspaceId}/events/retention',
    access: 'workspace:update',
    tag,
    summary: 'Keep the log for so many days',
    params: inWorkspace,
    body: eventRetentionSchema,
    response: eventRetentionSchema,
  },
  'events.get': {
    method: 'get',
    path: '/workspaces/{workspaceId}/events/{eventRef}',
    access: 'event:read',
    tag,
    summary: 'Get an event with CloudTrail’s own record',
    params: inWorkspace.extend({ eventRef: z.string().max(300) }),
    response: eventDetailSchema,
  },
} as const satisfies Record<string, Operation>;
