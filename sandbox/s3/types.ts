import type {
  BucketLoggingStatus,
  Grant,
  LifecycleRule,
  NotificationConfiguration,
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryptionConfiguration,
  Tag,
} from '@aws-sdk/client-s3';

/** What an operator sets on a bucket, in the SDK's own shapes; absent where AWS would answer that there is none. */
export type BucketSettings = {
  encryption?: ServerSideEncryptionConfiguration | undefined;
  publicAccessBlock?: PublicAccessBlockConfiguration | undefined;
  policy?: string | undefined;
  versioning?: { Status?: 'Enabled' | 'Suspended'; MFADelete?: 'Enabled' | 'Disabled' } | undefined;
  logging?: NonNullable<BucketLoggingStatus['LoggingEnabled']> | undefined;
  lifecycle?: LifecycleRule[] | undefined;
  ownership?: OwnershipControls | undefined;
  tags?: Tag[] | undefined;
  replication?: ReplicationConfiguration | undefined;
  notification?: NotificationConfiguration | undefined;
  /** Beside the owner's own FULL_CONTROL. */
  grants?: Grant[] | undefined;
};

/** Kept in the table `s3.bucket` of its account, by name; its region is a member, since the list knows no regions. */
export type Bucket = { name: string; region: string; createdAt: number; settings: BucketSettings };

/** Kept in the table `s3.object` of the bucket's account, one for each bucket, by key. The body is base64. */
export type StoredObject = {
  key: string;
  body: string;
  size: number;
  etag: string;
  modifiedAt: number;
  contentType: string;
  contentEncoding?: string | undefined;
  metadata?: Record<string, string> | undefined;
};

export const SSE_S3: ServerSideEncryptionConfiguration = {
  Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
};

export const ALL_BLOCKED: PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** What a new bucket has since April 2023 (S3 User Guide, "Default settings for new S3 buckets"). */
export const NEW_BUCKET: BucketSettings = {
  encryption: SSE_S3,
  publicAccessBlock: ALL_BLOCKED,
  ownership: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
};
