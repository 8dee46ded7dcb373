import { amongOthers, only, type PickRefs, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';
import { at } from './refs';

const SOURCE = 'cloudcontrolapi.amazonaws.com';

/**
 * What is made, changed or deleted through Cloud Control itself; the service's own record follows. The identifier of
 * what is being made may not be known yet.
 */
export function controlEvents(type: string): EventMapping[] {
  const ofType = (pick: PickRefs) =>
    amongOthers(only(({ requestParameters }) => requestParameters?.typeName === type, pick));
  return [
    ...trailEvents(SOURCE, ofType(at('responseElements.progressEvent.identifier')), { creates: ['CreateResource'] }),
    ...trailEvents(SOURCE, ofType(at('requestParameters.identifier')), {
      updates: ['UpdateResource'],
      deletes: ['DeleteResource'],
    }),
  ];
}
