import type { ModelService } from '../wire/model/service';
import { recordOperations } from './records';
import { tagOperations } from './tags';
import { zoneOperations } from './zones';

/** Amazon Route 53: zones, record sets and tags of an account, whatever the region. */
export const route53Service: ModelService = {
  signingName: 'route53',
  iamPrefix: 'route53',
  eventSource: 'route53.amazonaws.com',
  protocol: 'restXml',
  errors: 'wrapped',
  namespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
  operations: { ...zoneOperations, ...recordOperations, ...tagOperations },
};
