import type { ModelService } from '../wire/model/service';
import { aliasOperations } from './aliases';
import { keyOperations } from './keys';
import { settingOperations } from './settings';

/** AWS KMS: keys and their aliases; nothing is encrypted with them. */
export const kmsService: ModelService = {
  signingName: 'kms',
  iamPrefix: 'kms',
  eventSource: 'kms.amazonaws.com',
  protocol: 'json',
  version: '1.1',
  target: 'TrentService',
  throttled: { code: 'ThrottlingException', status: 400 },
  operations: { ...keyOperations, ...settingOperations, ...aliasOperations },
};
