import type { ModelService } from '../wire/model/service';
import { clusterOperations } from './clusters';
import { instanceOperations } from './instances';
import { tagOperations } from './tags';

/** Amazon RDS: instances and clusters. */
export const rdsService: ModelService = {
  signingName: 'rds',
  iamPrefix: 'rds',
  eventSource: 'rds.amazonaws.com',
  protocol: 'query',
  version: '2014-10-31',
  namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
  operations: { ...instanceOperations, ...clusterOperations, ...tagOperations },
};
