import { idSchema, pageQuerySchema } from '@/lib/schemas/common';
import {
  attachSourceSchema,
  createSensorProfileSchema,
  sensorProfilePageSchema,
  sensorProfileSchema,
  sensorsSchema,
  updateSensorProfileSchema,
} from '@/lib/schemas/sensor-profile';
import type { Operation } from './operation';
import { inWorkspace } from './params';

const ofProfile = inWorkspace.extend({ sensorProfileId: idSchema });
const tag = 'Sensors';

export const sensorOperations = {
  'sensors.list': {
    method: 'get',
    path: '/workspaces/{workspaceId}/sensors',
    access: 'event:read',
    tag,
    summary: 'Running sensors, and what each holds of this workspace',
    params: inWorkspace,
    response: sensorsSchema,
  },
  'sensorProfiles.list': {
    method: 'get',
    path: '/workspaces/{workspaceId}/sensor-profiles',
    access: 'event:read',
    tag,
    summary: 'List sensor profiles with their event sources',
    params: inWorkspace,
    query: pageQuerySchema,
    response: sensorProfilePageSchema,
  },
  'sensorProfiles.create': {
    method: 'post',
    path: '/workspaces/{workspaceId}/sensor-profiles',
    access: 'eventSource:write',
    tag,
    summary: 'Create a sensor profile',
    params: inWorkspace,
    body: createSensorProfileSchema,
    response: sensorProfileSchema,
    status: 201,
  },
  'sensorProfiles.get': {
    method: 'get',
    path: '/workspaces/{workspaceId}/sensor-profiles/{sensorProfileId}',
    access: 'event:read',
    tag,
    summary: 'Get a sensor profile',
    params: ofProfile,
    response: sensorProfileSchema,
  },
  'sensorProfiles.update': {
    method: 'patch',
    path: '/workspaces/{workspaceId}/sensor-profiles/{sensorProfileId}',
    access: 'eventSource:write',
    tag,
    summary: 'Change a sensor profile; `eventSources` replaces the whole set',
    description:
      'Sources that are not named are detached and no longer consumed. To change one, use addSource or removeSource.',
    params: ofProfile,
    body: updateSensorProfileSchema,
    response: sensorProfileSchema,
  },
  'sensorProfiles.remove': {
    method: 'delete',
    path: '/workspaces/{workspaceId}/sensor-profiles/{sensorProfileId}',
    access: 'eventSource:write',
    tag,
    summary: 'Remove a sensor profile; its sources stay, but nothing consumes them through it',
    params: ofProfile,
    status: 204,
  },
  'sensorProfiles.addSource': {
    method: 'post',
    path: '/workspaces/{workspaceId}/sensor-profiles/{sensorProfileId}/sources',
    access: 'eventSource:write',
    tag,
    summary: 'Attach one event source, and leave the others as they are',
    params: ofProfile,
    body: attachSourceSchema,
    response: sensorProfileSchema,
  },
  'sensorProfiles.removeSource': {
    method: 'delete',
    path: '/workspaces/{workspaceId}/sensor-profiles/{sensorProfileId}/sources/{eventSourceId}',
    access: 'eventSource:write',
    tag,
    summary: 'Detach one event source, and leave the others as they are',
    params: ofProfile.extend({ eventSourceId: idSchema }),
    response: sensorProfileSchema,
  },
} as const satisfies Record<string, Operation>;
