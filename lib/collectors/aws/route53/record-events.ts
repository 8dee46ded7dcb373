import { amongOthers, nothing, only, type PickRefs, picking, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping, Json, JsonObject, ResourceRef } from '@/lib/collectors/types';
import { bareZoneId } from './reads/zones';
import { recordId } from './record-id';

const SOURCE = 'route53.amazonaws.com';

const zoneAt = (path: string) => refsAt(path, (id) => ({ id: bareZoneId(id) }));

export const zoneEvents: EventMapping[] = [
  ...trailEvents(SOURCE, zoneAt('responseElements.hostedZone.id'), { creates: ['CreateHostedZone'] }),
  ...trailEvents(SOURCE, zoneAt('requestParameters.id'), {
    updates: ['UpdateHostedZoneComment'],
    deletes: ['DeleteHostedZone'],
  }),
  ...trailEvents(SOURCE, zoneAt('requestParameters.hostedZoneId'), {
    updates: [
      'UpdateHostedZoneFeatures',
      'AssociateVPCWithHostedZone',
      'DisassociateVPCFromHostedZone',
      // How many records it has.
      'ChangeResourceRecordSets',
    ],
  }),
  // Tags of health checks come by the same event.
  ...trailEvents(
    SOURCE,
    amongOthers(
      only(
        ({ requestParameters }) => requestParameters?.resourceType === 'hostedzone',
        zoneAt('requestParameters.resourceId'),
      ),
    ),
    { updates: ['ChangeTagsForResource'] },
  ),
];

const objectAt = (value: Json | undefined, key: string): JsonObject => {
  const found = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined;
  return found !== null && typeof found === 'object' && !Array.isArray(found) ? found : {};
};
const textAt = (value: JsonObject, key: string) => (typeof value[key] === 'string' ? value[key] : undefined);

type Change = { action: string; record: JsonObject };

/** The changes of a batch of this kind: CREATE, UPSERT (which makes or replaces) or DELETE. */
function changed(...actions: string[]): PickRefs {
  return picking(['requestParameters.changeBatch.changes[].resourceRecordSet.name'], ({ requestParameters }) => {
    const zoneId = bareZoneId(textAt(requestParameters ?? {}, 'hostedZoneId'));
    const { changes } = objectAt(requestParameters, 'changeBatch');
    if (!zoneId || !Array.isArray(changes)) return [];
    return changes
      .map((change): Change => ({ action: actionOf(change), record: objectAt(change, 'resourceRecordSet') }))
      .filter(({ action }) => actions.includes(action))
      .flatMap(({ record }) => recordRef(zoneId, record));
  });
}

const actionOf = (change: Json): string => textAt(objectAt({ change }, 'change'), 'action') ?? '';

function recordRef(zoneId: string, record: JsonObject): ResourceRef[] {
  const [name, type] = [textAt(record, 'name'), textAt(record, 'type')];
  if (!name || !type) return [];
  return [{ id: recordId({ zoneId, name, type, setIdentifier: textAt(record, 'setIdentifier') }) }];
}

/** A new zone comes with its NS and its SOA record. */
const ofNewZone = picking(['responseElements.hostedZone.id'], ({ responseElements }) => {
  const zone = objectAt(responseElements, 'hostedZone');
  const [zoneId, name] = [bareZoneId(textAt(zone, 'id')), textAt(zone, 'name')];
  return zoneId && name ? ['NS', 'SOA'].map((type) => ({ id: recordId({ zoneId, name, type }) })) : [];
});

const CHANGE = 'ChangeResourceRecordSets';

export const recordEvents: EventMapping[] = [
  ...trailEvents(SOURCE, changed('CREATE', 'UPSERT'), { creates: [CHANGE] }),
  ...trailEvents(SOURCE, changed('UPSERT'), { updates: [CHANGE] }),
  ...trailEvents(SOURCE, changed('DELETE'), { deletes: [CHANGE] }),
  ...trailEvents(SOURCE, ofNewZone, { creates: ['CreateHostedZone'] }),
  // The last two records go with their zone; the record of it does not tell the zone's name.
  ...trailEvents(SOURCE, nothing, { deletes: ['DeleteHostedZone'] }),
];
