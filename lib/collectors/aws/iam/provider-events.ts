import { firstOf, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';

const SOURCE = 'iam.amazonaws.com';

export const oidcProviderEvents: EventMapping[] = [
  ...trailEvents(SOURCE, refFrom({ arn: 'responseElements.openIDConnectProviderArn' }), {
    creates: ['CreateOpenIDConnectProvider'],
  }),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.openIDConnectProviderArn' }), {
    updates: [
      'AddClientIDToOpenIDConnectProvider',
      'RemoveClientIDFromOpenIDConnectProvider',
      'UpdateOpenIDConnectProviderThumbprint',
      'TagOpenIDConnectProvider',
      'UntagOpenIDConnectProvider',
    ],
    deletes: ['DeleteOpenIDConnectProvider'],
  }),
];

export const samlProviderEvents: EventMapping[] = [
  ...trailEvents(SOURCE, refFrom({ arn: 'responseElements.sAMLProviderArn' }), { creates: ['CreateSAMLProvider'] }),
  ...trailEvents(SOURCE, refFrom({ arn: 'requestParameters.sAMLProviderArn' }), {
    updates: ['UpdateSAMLProvider', 'TagSAMLProvider', 'UntagSAMLProvider'],
    deletes: ['DeleteSAMLProvider'],
  }),
];

export const instanceProfileEvents: EventMapping[] = [
  ...trailEvents(
    SOURCE,
    firstOf(
      refFrom({
        id: 'responseElements.instanceProfile.instanceProfileId',
        name: 'responseElements.instanceProfile.instanceProfileName',
        arn: 'responseElements.instanceProfile.arn',
      }),
      refFrom({ name: 'requestParameters.instanceProfileName' }),
    ),
    { creates: ['CreateInstanceProfile'] },
  ),
  ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.instanceProfileName' }), {
    updates: [
      'AddRoleToInstanceProfile',
      'RemoveRoleFromInstanceProfile',
      'TagInstanceProfile',
      'UntagInstanceProfile',
    ],
    deletes: ['DeleteInstanceProfile'],
  }),
];
