import type { ModelService } from '../wire/model/service';
import { accessOperations } from './access';
import { repositoryOperations } from './repositories';

/** Amazon ECR's private registry: repositories, their policies and tags. Images are not emulated. */
export const ecrService: ModelService = {
  signingName: 'ecr',
  iamPrefix: 'ecr',
  eventSource: 'ecr.amazonaws.com',
  protocol: 'json',
  version: '1.1',
  target: 'AmazonEC2ContainerRegistry_V20150921',
  denied: { code: 'AccessDeniedException', status: 400 },
  throttled: { code: 'ThrottlingException', status: 400 },
  operations: { ...repositoryOperations, ...accessOperations },
};
