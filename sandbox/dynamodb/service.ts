import type { ModelService } from '../wire/model/service';
import { settingOperations } from './settings';
import { tableOperations } from './tables';

/** Amazon DynamoDB: tables and their settings; never items. */
export const dynamodbService: ModelService = {
  signingName: 'dynamodb',
  iamPrefix: 'dynamodb',
  eventSource: 'dynamodb.amazonaws.com',
  protocol: 'json',
  version: '1.0',
  target: 'DynamoDB_20120810',
  denied: { code: 'AccessDeniedException', status: 400 },
  throttled: { code: 'ThrottlingException', status: 400 },
  operations: { ...tableOperations, ...settingOperations },
};
