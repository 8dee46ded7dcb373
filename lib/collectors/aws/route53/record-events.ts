import { type PickRefs, trailEvents } from '@/lib/collectors/trail-refs';
import type { Json, JsonObject, ResourceRef } from '@/lib/collectors/types';
import { bareZoneId } from './reads/zones';
import { recordId } from './record-id';

const SOURCE = 'route53.amazonaws.com';

const objectAt = (value: Json | undefined, key: string): JsonObject => {
  const found = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined;
  return found !== null && typeof found === 'object' && !Array.isArray(found) ? found : {};
};
const textAt = (value: JsonObject, key: string) => (typeof value[key] === 'string' ? value[key] : undefined);

/** A batch has changes of several kinds: those that leave a record, or those that take one away. */
function changed(deleted: boolean): PickRefs {
  return ({ requestParameters }) => {
    const zoneId = bareZoneId(textAt(requestParameters ?? {}, 'hostedZoneId'));
    const { changes } = objectAt(requestParameters, 'changeBatch');
    if (!Array.isArray(changes)) return [];
    return changes.flatMap((change): ResourceRef[] => {
      const record = objectAt(change, 'resourceRecordSet');
      const action = objectAt({ change }, 'change').action;
      const [name, type] = [textAt(record, 'name'), textAt(record, 'type')];
      if (!zoneId || !name || !type || (action === 'DELETE') !== deleted) return [];
      return [{ id: recordId({ zoneId, name, type, setIdentifier: textAt(record, 'setIdentifier') }) }];
    });
  };
}

/** A new zone comes with its NS and its SOA record. */
const ofNewZone: PickRefs = ({ responseElements }) => {
  const zone = objectAt(responseElements, 'hostedZone');
  const [zoneId, name] = [bareZoneId(textAt(zone, 'id')), textAt(zone, 'name')];
  return zoneId && name ? ['NS', 'SOA'].map((type) => ({ id: recordId({ zoneId, name, type }) })) : [];
};

export const recordEvents = [
  ...trailEvents(SOURCE, changed(false), { upserts: ['ChangeResourceRecordSets'] }),
  ...trailEvents(SOURCE, changed(true), { deletes: ['ChangeResourceRecordSets'] }),
  ...trailEvents(SOURCE, ofNewZone, { upserts: ['CreateHostedZone'] }),
];
