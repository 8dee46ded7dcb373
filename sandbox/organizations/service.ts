import type { ModelService } from '../wire/model/service';
import { accountOperations } from './accounts';
import { policyOperations } from './policies';
import { treeOperations } from './tree';

/** AWS Organizations: the tree, its accounts and policies. Handshakes and trusted access are not emulated. */
export const organizationsService: ModelService = {
  signingName: 'organizations',
  iamPrefix: 'organizations',
  eventSource: 'organizations.amazonaws.com',
  protocol: 'json',
  version: '1.1',
  target: 'AWSOrganizationsV20161128',
  denied: { code: 'AccessDeniedException', status: 400 },
  throttled: { code: 'TooManyRequestsException', status: 400 },
  operations: { ...treeOperations, ...accountOperations, ...policyOperations },
};
