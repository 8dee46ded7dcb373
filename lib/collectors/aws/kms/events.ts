import { firstOf, type PickRefs, refFrom, textsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { ResourceRef } from '@/lib/collectors/types';

const SOURCE = 'kms.amazonaws.com';

/** Callers name keys by id, ARN, alias or alias ARN, and the record keeps what they said. */
function named(path: string): PickRefs {
  return (event) =>
    textsAt(event, path).map((text): ResourceRef => {
      const alias = /(?:^|:)(alias\/.+)$/.exec(text)?.[1];
      if (alias !== undefined) return { name: alias };
      return text.startsWith('arn:') ? { arn: text } : { id: text };
    });
}

/** Of a deleted alias the record names only the alias, and of KMS's own rotation and deletion nothing that is kept here. */
const nothing: PickRefs = () => [];

export const KEY_EVENTS = [
  ...trailEvents(
    SOURCE,
    firstOf(
      refFrom({ id: 'responseElements.keyMetadata.keyId', arn: 'responseElements.keyMetadata.arn' }),
      refFrom({ arn: 'responseElements.keyMetadata.arn' }),
    ),
    { upserts: ['CreateKey'] },
  ),
  ...trailEvents(SOURCE, refFrom({ arn: 'responseElements.replicaKeyMetadata.arn' }), { upserts: ['ReplicateKey'] }),
  ...trailEvents(SOURCE, named('requestParameters.keyId'), {
    upserts: [
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
    ],
  }),
  ...trailEvents(SOURCE, named('requestParameters.targetKeyId'), { upserts: ['CreateAlias', 'UpdateAlias'] }),
  ...trailEvents(SOURCE, nothing, { upserts: ['DeleteAlias', 'RotateKey'], deletes: ['DeleteKey'] }),
];
