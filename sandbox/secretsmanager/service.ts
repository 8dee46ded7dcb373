import type { ModelService } from '../wire/model/service';
import { changeOperations } from './change';
import { describeOperations } from './describe';

/** AWS Secrets Manager without the secrets: values are taken and dropped, and no call gives one back. */
export const secretsManagerService: ModelService = {
  signingName: 'secretsmanager',
  iamPrefix: 'secretsmanager',
  eventSource: 'secretsmanager.amazonaws.com',
  protocol: 'json',
  version: '1.1',
  target: 'secretsmanager',
  throttled: { code: 'ThrottlingException', status: 400 },
  operations: { ...describeOperations, ...changeOperations },
};
