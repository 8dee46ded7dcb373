import { inArn, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';

const SOURCE = 's3.amazonaws.com';

/**
 * CloudTrail's names of S3's bucket calls (S3 User Guide, "Amazon S3 bucket-level actions tracked by CloudTrail"), where
 * they are not the API's: `PutBucketLifecycle`, `PutBucketPublicAccessBlock`, `PutBucketNotification`. A record's region
 * is the bucket's own, wherever the call was sent.
 */
export const bucketEvents: EventMapping[] = [
  ...trailEvents(SOURCE, refFrom({ name: 'requestParameters.bucketName' }), {
    creates: ['CreateBucket'],
    updates: [
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketAcl',
      'PutBucketPublicAccessBlock',
      'DeleteBucketPublicAccessBlock',
      'PutBucketOwnershipControls',
      'DeleteBucketOwnershipControls',
      'PutBucketEncryption',
      'DeleteBucketEncryption',
      'PutBucketVersioning',
      'PutBucketLogging',
      'PutBucketLifecycle',
      'PutBucketLifecycleConfiguration',
      'DeleteBucketLifecycle',
      'PutBucketTagging',
      'DeleteBucketTagging',
      'PutBucketReplication',
      'DeleteBucketReplication',
      'PutBucketNotification',
      'PutBucketNotificationConfiguration',
      'PutBucketCors',
      'DeleteBucketCors',
      'PutBucketWebsite',
      'DeleteBucketWebsite',
      'PutBucketRequestPayment',
      'PutAccelerateConfiguration',
      'PutBucketAccelerateConfiguration',
      'PutObjectLockConfiguration',
      'PutInventoryConfiguration',
      'PutBucketInventoryConfiguration',
      'DeleteInventoryConfiguration',
      'DeleteBucketInventoryConfiguration',
      'PutAnalyticsConfiguration',
      'DeleteAnalyticsConfiguration',
      'PutMetricsConfiguration',
      'DeleteMetricsConfiguration',
      'PutBucketIntelligentTieringConfiguration',
      'DeleteBucketIntelligentTieringConfiguration',
    ],
    deletes: ['DeleteBucket'],
  }),
  // S3 Control's calls, which tag buckets since 2025.
  ...trailEvents(
    SOURCE,
    inArn('requestParameters.resourceArn', /^arn:[^:]+:s3:::([^/]+)$/, (name) => ({ name })),
    { updates: ['TagResource', 'UntagResource'] },
  ),
];
