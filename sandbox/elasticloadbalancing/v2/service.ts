import type { ModelService } from '../../wire/model/service';
import { loadBalancerChanges } from './change-load-balancers';
import { listenerOperations } from './listeners';
import { loadBalancerOperations } from './load-balancers';
import { ruleOperations } from './rules';
import { tagOperations } from './tag-operations';
import { targetGroupOperations } from './target-groups';
import { targetOperations } from './targets';

/** Application, network and gateway load balancers. Shares its signing name with the classic ones: Version tells. */
export const elbv2Service: ModelService = {
  signingName: 'elasticloadbalancing',
  iamPrefix: 'elasticloadbalancing',
  eventSource: 'elasticloadbalancing.amazonaws.com',
  protocol: 'query',
  version: '2015-12-01',
  namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  operations: {
    ...loadBalancerOperations,
    ...loadBalancerChanges,
    ...listenerOperations,
    ...ruleOperations,
    ...targetGroupOperations,
    ...targetOperations,
    ...tagOperations,
  },
};
