import type { AwsService } from './endpoints';

/** Services whose IAM actions go by another name (Service Authorization Reference). */
const PREFIXES: Partial<Record<AwsService, string>> = {
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
  cloudcontrol: 'cloudformation',
};

/** S3's calls and actions have different names (Amazon S3 User Guide, "Required permissions for S3 API operations"). */
const S3_ACTIONS: Readonly<Record<string, string>> = {
  ListBuckets: 'ListAllMyBuckets',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  GetBucketReplication: 'GetReplicationConfiguration',
  GetBucketNotificationConfiguration: 'GetBucketNotification',
  ListObjectsV2: 'ListBucket',
  HeadBucket: 'ListBucket',
};

/**
 * Actions that are asked for on what they are needed for and not on everything: API Gateway's GET reads the values of API
 * keys too (`/apikeys`), which no scan wants.
 */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  'apigateway:GET': ['restapis', 'apis'].flatMap((path) => [
    `arn:aws:apigateway:*::/${path}`,
    `arn:aws:apigateway:*::/${path}/*`,
  ]),
};

/** The resources a policy should allow an action on; `*` for most. */
export function resourcesOf(action: string): readonly string[] {
  return RESOURCES[action] ?? ['*'];
}

/** A resource that tells whether a policy allows what is needed of an action. */
export function probeResourceOf(action: string): string {
  return RESOURCES[action]?.[0]?.replace(':*::', ':us-east-1::') ?? '*';
}

/** The IAM action that a call of the SDK needs: `s3`, `ListBuckets` -> `s3:ListAllMyBuckets`. */
export function iamAction(service: AwsService, command: string): string {
  const action = service === 's3' ? (S3_ACTIONS[command] ?? command) : command;
  return `${PREFIXES[service] ?? service}:${action}`;
}
