import type { eventSourceOperations } from '@/lib/contract/event-source';
import { getCompleteness } from '@/lib/services/completeness/get';
import { resetCheckpoint } from '@/lib/services/event-sources/checkpoint';
import { getEventSource } from '@/lib/services/event-sources/detail';
import { listEventSources } from '@/lib/services/event-sources/list';
import { prepareInSandbox } from '@/lib/services/event-sources/prepare-in-sandbox';
import { discardQuarantine, listQuarantine, replayQuarantine } from '@/lib/services/event-sources/quarantine';
import { listStrategies } from '@/lib/services/event-sources/strategies';
import { downloadSourceTerraform, renderSourceTerraform } from '@/lib/services/event-sources/terraform';
import { testEventSource } from '@/lib/services/event-sources/test-connection';
import {
  createEventSource,
  pauseEventSource,
  removeEventSource,
  resumeEventSource,
  updateEventSource,
} from '@/lib/services/event-sources/write';
import type { HandlersOf } from '../handler';

export const eventSourceHandlers = {
  'eventStrategies.list': (context) => listStrategies(context, {}),
  'eventSources.list': (context, { query }) => listEventSources(context, query),
  'eventSources.create': (context, { body }) => createEventSource(context, body),
  'eventSources.test': (context, { body }) => testEventSource(context, body),
  'eventSources.prepareInSandbox': (context, { body }) => prepareInSandbox(context, body),
  'eventSources.terraform': (context, { query }) => renderSourceTerraform(context, query),
  'eventSources.terraformZip': (context, { query }) => downloadSourceTerraform(context, query),
  'eventSources.get': (context, { params }) => getEventSource(context, { eventSourceId: params.eventSourceId }),
  'eventSources.update': (context, { params, body }) =>
    updateEventSource(context, { ...body, eventSourceId: params.eventSourceId }),
  'eventSources.remove': (context, { params }) => removeEventSource(context, { eventSourceId: params.eventSourceId }),
  'eventSources.pause': (context, { params }) => pauseEventSource(context, { eventSourceId: params.eventSourceId }),
  'eventSources.resume': (context, { params }) => resumeEventSource(context, { eventSourceId: params.eventSourceId }),
  'eventSources.resetCheckpoint': (context, { params, body }) =>
    resetCheckpoint(context, { ...body, eventSourceId: params.eventSourceId }),
  'eventSources.quarantine': (context, { params, query }) =>
    listQuarantine(context, { ...query, eventSourceId: params.eventSourceId }),
  'eventSources.replayQuarantine': (context, { params, body }) =>
    replayQuarantine(context, { ...body, eventSourceId: params.eventSourceId }),
  'eventSources.discardQuarantine': (context, { params, body }) =>
    discardQuarantine(context, { ...body, eventSourceId: params.eventSourceId }),
  'eventSources.completeness': (context, { params }) =>
    getCompleteness(context, { eventSourceId: params.eventSourceId }),
} satisfies HandlersOf<typeof eventSourceOperations>;
