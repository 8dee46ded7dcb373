import type { eventOperations } from '@/lib/contract/event';
import { getEvent, searchEvents } from '@/lib/services/event-log/search';
import { eventStats, getEventRetention, setEventRetention } from '@/lib/services/event-log/stats';
import { streamEvents } from '@/lib/services/event-log/stream';
import type { HandlersOf } from '../handler';

export const eventHandlers = {
  'events.list': (context, { query }) => searchEvents(context, query),
  'events.stream': (context, { query }) => streamEvents(context, query),
  'events.stats': (context, { query }) => eventStats(context, query),
  'events.retention': (context) => getEventRetention(context, {}),
  'events.setRetention': (context, { body }) => setEventRetention(context, body),
  'events.get': (context, { params }) => getEvent(context, { eventRef: params.eventRef }),
} satisfies HandlersOf<typeof eventOperations>;
