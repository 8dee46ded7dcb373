import { firstOf, listed, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping, ResourceRef } from '@/lib/collectors/types';

const SOURCE = 'kms.amazonaws.com';

/** Callers name keys by id, ARN, alias or alias ARN, and the record keeps what they said. */
function keyNamed(text: string): ResourceRef {
  const alias = /(?:^|:)(alias\/.+)$/.exec(text)?.[1];
  if (alias !== undefined) return { name: alias };
  return text.startsWith('arn:') ? { arn: text } : { id: text };
}
const named = (path: string) => refsAt(path, keyNamed);

/** KMS lists the key with every record; what it does by itself is told by nothing else (Developer Guide, "DeleteKey"). */
const listedKey = firstOf(listed(/^arn:[^:]+:kms:[^:]*:[^:]*:key\//), refFrom({ id: 'serviceEventDetails.keyId' }));

export const KEY_EVENTS: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    firstOf(
      refFrom({ id: 'responseElements.keyMetadata.keyId', arn: 'responseElements.keyMetadata.arn' }),
      refFrom({ arn: 'responseElements.keyMetadata.arn' }),
    ),
    { creates: ['CreateKey'] },
  ),
  // The replica is in another region than the record.
  ...trailEvents(SOURCE, refFrom({ arn: 'responseElements.replicaKeyMetadata.arn' }), { creates: ['ReplicateKey'] }),
  ...trailEvents(SOURCE, firstOf(named('requestParameters.keyId'), listedKey), {
    updates: [
      'EnableKey',
      'DisableKey',
      // The key stays for the waiting period, in another state.
      'ScheduleKeyDeletion',
      'CancelKeyDeletion',
      'PutKeyPolicy',
      'EnableKeyRotation',
      'DisableKeyRotation',
      'RotateKeyOnDemand',
      'UpdateKeyDescription',
      'UpdatePrimaryRegion',
      'ImportKeyMaterial',
      'DeleteImportedKeyMaterial',
      'CreateGrant',
      'RevokeGrant',
      'TagResource',
      'UntagResource',
      'ReplicateKey',
    ],
  }),
  ...trailEvents(SOURCE, firstOf(named('requestParameters.targetKeyId'), listedKey), {
    updates: ['CreateAlias', 'UpdateAlias'],
  }),
  ...trailEvents(SOURCE, listedKey, {
    updates: ['DeleteAlias', 'RetireGrant', 'RotateKey', 'DeleteExpiredKeyMaterial', 'SynchronizeMultiRegionKey'],
    deletes: ['DeleteKey'],
  }),
];
