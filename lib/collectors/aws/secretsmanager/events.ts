import { arnOrName, firstOf, only, refFrom, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping, TrailEvent } from '@/lib/collectors/types';

const SOURCE = 'secretsmanager.amazonaws.com';

/** Responses have their members in lower case or as the API spells them. */
const answered = firstOf(refFrom({ arn: 'responseElements.arn' }), refFrom({ arn: 'responseElements.ARN' }));
/** Callers name a secret by its ARN or its name, and the record keeps what they said. */
const secret = firstOf(answered, arnOrName('requestParameters.secretId'));

/** Otherwise the secret stays, with the date of its deletion, until the service ends it. */
const atOnce = ({ requestParameters }: TrailEvent) => requestParameters?.forceDeleteWithoutRecovery === true;

export const secretEvents: EventMapping[] = [
  ...trailEvents(SOURCE, firstOf(answered, refFrom({ name: 'requestParameters.name' })), { creates: ['CreateSecret'] }),
  ...trailEvents(SOURCE, secret, {
    updates: [
      'UpdateSecret',
      'PutSecretValue',
      'UpdateSecretVersionStage',
      'RestoreSecret',
      'RotateSecret',
      'CancelRotateSecret',
      'PutResourcePolicy',
      'DeleteResourcePolicy',
      'ReplicateSecretToRegions',
      'RemoveRegionsFromReplication',
      'StopReplicationToReplica',
    ],
  }),
  ...trailEvents(SOURCE, arnOrName('requestParameters.secretId'), { updates: ['TagResource', 'UntagResource'] }),
  ...trailEvents(SOURCE, only(atOnce, secret), { deletes: ['DeleteSecret'] }),
  ...trailEvents(
    SOURCE,
    only((event) => !atOnce(event), secret),
    { updates: ['DeleteSecret'] },
  ),
  // What the service does by itself (User Guide, "Log AWS Secrets Manager events with AWS CloudTrail").
  ...trailEvents(
    SOURCE,
    refsAt('additionalEventData.SecretId', (arn) => ({ arn })),
    {
      updates: [
        'RotationStarted',
        'RotationSucceeded',
        'RotationFailed',
        'RotationAbandoned',
        'CancelSecretVersionDelete',
      ],
      deletes: ['EndSecretVersionDelete'],
    },
  ),
];
