import type { ModelService } from '../wire/model/service';
import { clusterOperations } from './clusters';
import { tagOperations } from './tags';

/** Amazon EKS: clusters. Node groups, add-ons and access entries are not emulated. */
export const eksService: ModelService = {
  signingName: 'eks',
  iamPrefix: 'eks',
  eventSource: 'eks.amazonaws.com',
  protocol: 'restJson',
  denied: { code: 'AccessDeniedException', status: 403 },
  throttled: { code: 'TooManyRequestsException', status: 429 },
  operations: { ...clusterOperations, ...tagOperations },
};
