import type { ModelService } from '../../wire/model/service';
import { classicChanges } from './changes';
import { classicOperations } from './load-balancers';

/** Classic load balancers, Elastic Load Balancing's first generation. */
export const elbService: ModelService = {
  signingName: 'elasticloadbalancing',
  iamPrefix: 'elasticloadbalancing',
  eventSource: 'elasticloadbalancing.amazonaws.com',
  protocol: 'query',
  version: '2012-06-01',
  namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/',
  operations: { ...classicOperations, ...classicChanges },
};
