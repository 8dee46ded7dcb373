import type { ModelService } from '../wire/model/service';
import { regionOperations } from './regions';

/** Amazon EC2: one file a noun, each with its operations. */
export const ec2Service: ModelService = {
  signingName: 'ec2',
  iamPrefix: 'ec2',
  eventSource: 'ec2.amazonaws.com',
  protocol: 'ec2',
  version: '2016-11-15',
  namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  denied: { code: 'UnauthorizedOperation', status: 403 },
  throttled: { code: 'RequestLimitExceeded', status: 503 },
  operations: { ...regionOperations },
};
