import type { ModelService } from '../wire/model/service';
import { accessOperations } from './access';
import { aclOperations } from './acl';
import { bucketOperations } from './buckets';
import { configurationOperations } from './configuration';
import { listObjectOperations } from './list-objects';
import { objectOperations } from './objects';
import { s3Target } from './target';

const operations = {
  ...bucketOperations,
  ...accessOperations,
  ...aclOperations,
  ...configurationOperations,
  ...objectOperations,
  ...listObjectOperations,
};

/** Amazon S3: buckets in one name space over all accounts, each in its region; objects without versions. */
export const s3Service: ModelService = {
  signingName: 's3',
  iamPrefix: 's3',
  eventSource: 's3.amazonaws.com',
  protocol: 'restXml',
  errors: 'bare',
  namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
  throttled: { code: 'SlowDown', status: 503 },
  target: (request) => s3Target(operations, request),
  operations,
};
