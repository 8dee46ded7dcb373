import type { sensorOperations } from '@/lib/contract/sensor';
import { getSensorProfile, listSensorProfiles } from '@/lib/services/sensor-profiles/read';
import { listSensors } from '@/lib/services/sensor-profiles/sensors';
import {
  addProfileSource,
  createSensorProfile,
  removeProfileSource,
  removeSensorProfile,
  updateSensorProfile,
} from '@/lib/services/sensor-profiles/write';
import type { HandlersOf } from '../handler';

export const sensorHandlers = {
  'sensors.list': (context) => listSensors(context, {}),
  'sensorProfiles.list': (context, { query }) => listSensorProfiles(context, query),
  'sensorProfiles.create': (context, { body }) => createSensorProfile(context, body),
  'sensorProfiles.get': (context, { params }) => getSensorProfile(context, { sensorProfileId: params.sensorProfileId }),
  'sensorProfiles.update': (context, { params, body }) =>
    updateSensorProfile(context, { ...body, sensorProfileId: params.sensorProfileId }),
  'sensorProfiles.remove': (context, { params }) =>
    removeSensorProfile(context, { sensorProfileId: params.sensorProfileId }),
  'sensorProfiles.addSource': (context, { params, body }) =>
    addProfileSource(context, { ...body, sensorProfileId: params.sensorProfileId }),
  'sensorProfiles.removeSource': (context, { params }) =>
    removeProfileSource(context, { sensorProfileId: params.sensorProfileId, eventSourceId: params.eventSourceId }),
} satisfies HandlersOf<typeof sensorOperations>;
