import { cloudFormationActions } from '../cloudformation/actions';
import { iamActions } from '../iam/actions';
import { stsActions } from '../sts/actions';
import type { ActionDefinition, ServiceName } from './action';

export type ServiceDefinition = {
  protocol: 'query' | 'json';
  version: string;
  /** The XML namespace of answers, or the prefix of `X-Amz-Target`. */
  namespace: string;
  actions: Readonly<Record<string, ActionDefinition>>;
};

export const SERVICE_DEFINITIONS = {
  sts: {
    protocol: 'query',
    version: '2011-06-15',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: stsActions,
  },
  iam: {
    protocol: 'query',
    version: '2010-05-08',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: iamActions,
  },
  cloudformation: {
    protocol: 'query',
    version: '2010-05-15',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    actions: cloudFormationActions,
  },
} as const satisfies Record<ServiceName, ServiceDefinition>;
