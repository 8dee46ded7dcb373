import type { ModelService } from '../wire/model/service';
import { accessOperations } from './access';
import { functionOperations } from './functions';
import { tagOperations } from './tags';

/** AWS Lambda: functions, who may call them, their URLs and tags. Versions, aliases and event sources are not emulated. */
export const lambdaService: ModelService = {
  signingName: 'lambda',
  iamPrefix: 'lambda',
  eventSource: 'lambda.amazonaws.com',
  protocol: 'restJson',
  denied: { code: 'AccessDeniedException', status: 403 },
  throttled: { code: 'TooManyRequestsException', status: 429 },
  operations: { ...functionOperations, ...accessOperations, ...tagOperations },
};
