import {
  DeleteBucketEncryption$,
  type DeleteBucketEncryptionRequest,
  DeleteBucketLifecycle$,
  type DeleteBucketLifecycleRequest,
  DeleteBucketReplication$,
  type DeleteBucketReplicationRequest,
  DeleteBucketTagging$,
  type DeleteBucketTaggingRequest,
  GetBucketEncryption$,
  type GetBucketEncryptionOutput,
  type GetBucketEncryptionRequest,
  GetBucketLifecycleConfiguration$,
  type GetBucketLifecycleConfigurationOutput,
  type GetBucketLifecycleConfigurationRequest,
  GetBucketLogging$,
  type GetBucketLoggingOutput,
  type GetBucketLoggingRequest,
  GetBucketNotificationConfiguration$,
  type GetBucketNotificationConfigurationRequest,
  GetBucketReplication$,
  type GetBucketReplicationOutput,
  type GetBucketReplicationRequest,
  GetBucketTagging$,
  type GetBucketTaggingOutput,
  type GetBucketTaggingRequest,
  GetBucketVersioning$,
  type GetBucketVersioningOutput,
  type GetBucketVersioningRequest,
  type NotificationConfiguration,
  PutBucketEncryption$,
  type PutBucketEncryptionRequest,
  PutBucketLifecycleConfiguration$,
  type PutBucketLifecycleConfigurationRequest,
  PutBucketLogging$,
  type PutBucketLoggingRequest,
  PutBucketNotificationConfiguration$,
  type PutBucketNotificationConfigurationRequest,
  PutBucketReplication$,
  type PutBucketReplicationRequest,
  PutBucketTagging$,
  type PutBucketTaggingRequest,
  PutBucketVersioning$,
  type PutBucketVersioningRequest,
} from '@aws-sdk/client-s3';
import { AwsError } from '../wire/errors';
import { malformedXml, settingRead, settingWrite } from './setting';
import { SSE_S3 } from './types';

const NO_TAGS = { code: 'NoSuchTagSet', message: 'The TagSet does not exist' };
const NO_LIFECYCLE = {
  code: 'NoSuchLifecycleConfiguration',
  message: 'The lifecycle configuration does not exist',
};
const NO_REPLICATION = {
  code: 'ReplicationConfigurationNotFoundError',
  message: 'The replication configuration was not found',
};
const NO_ENCRYPTION = {
  code: 'ServerSideEncryptionConfigurationNotFoundError',
  message: 'The server side encryption configuration was not found',
};

export const configurationOperations = {
  GetBucketEncryption: settingRead<GetBucketEncryptionRequest, GetBucketEncryptionOutput>(
    GetBucketEncryption$,
    's3:GetEncryptionConfiguration',
    ({ settings: { encryption } }) => encryption && { ServerSideEncryptionConfiguration: encryption },
    NO_ENCRYPTION,
  ),
  PutBucketEncryption: settingWrite<PutBucketEncryptionRequest>(
    PutBucketEncryption$,
    's3:PutEncryptionConfiguration',
    { event: 'PutBucketEncryption', part: 'encryption' },
    ({ ServerSideEncryptionConfiguration: given }) => {
      if (!given?.Rules?.length) throw malformedXml();
      return { encryption: { Rules: given.Rules.map((rule) => ({ BucketKeyEnabled: false, ...rule })) } };
    },
  ),
  // Since 2023 there is no bucket without encryption: deleting goes back to S3's own keys.
  DeleteBucketEncryption: settingWrite<DeleteBucketEncryptionRequest>(
    DeleteBucketEncryption$,
    's3:PutEncryptionConfiguration',
    { event: 'DeleteBucketEncryption', part: 'encryption' },
    () => ({ encryption: SSE_S3 }),
  ),
  GetBucketVersioning: settingRead<GetBucketVersioningRequest, GetBucketVersioningOutput>(
    GetBucketVersioning$,
    's3:GetBucketVersioning',
    ({ settings }) => settings.versioning ?? {},
  ),
  PutBucketVersioning: settingWrite<PutBucketVersioningRequest>(
    PutBucketVersioning$,
    's3:PutBucketVersioning',
    { event: 'PutBucketVersioning', part: 'versioning' },
    ({ VersioningConfiguration }) => {
      const { Status, MFADelete } = VersioningConfiguration ?? {};
      if (Status === undefined) throw malformedXml();
      return { versioning: { Status, ...(MFADelete ? { MFADelete } : {}) } };
    },
  ),
  GetBucketLogging: settingRead<GetBucketLoggingRequest, GetBucketLoggingOutput>(
    GetBucketLogging$,
    's3:GetBucketLogging',
    ({ settings: { logging } }) => (logging ? { LoggingEnabled: logging } : {}),
  ),
  PutBucketLogging: settingWrite<PutBucketLoggingRequest>(
    PutBucketLogging$,
    's3:PutBucketLogging',
    { event: 'PutBucketLogging', part: 'logging' },
    ({ BucketLoggingStatus }) => ({ logging: BucketLoggingStatus?.LoggingEnabled }),
  ),
  GetBucketLifecycleConfiguration: settingRead<
    GetBucketLifecycleConfigurationRequest,
    GetBucketLifecycleConfigurationOutput
  >(
    GetBucketLifecycleConfiguration$,
    's3:GetLifecycleConfiguration',
    ({ settings: { lifecycle } }) =>
      lifecycle && { Rules: lifecycle, TransitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
    NO_LIFECYCLE,
  ),
  PutBucketLifecycleConfiguration: settingWrite<PutBucketLifecycleConfigurationRequest>(
    PutBucketLifecycleConfiguration$,
    's3:PutLifecycleConfiguration',
    { event: 'PutBucketLifecycle', part: 'lifecycle' },
    ({ LifecycleConfiguration }) => {
      if (!LifecycleConfiguration?.Rules?.length) throw malformedXml();
      return { lifecycle: LifecycleConfiguration.Rules };
    },
  ),
  DeleteBucketLifecycle: settingWrite<DeleteBucketLifecycleRequest>(
    DeleteBucketLifecycle$,
    's3:PutLifecycleConfiguration',
    { event: 'DeleteBucketLifecycle', part: 'lifecycle' },
    () => ({ lifecycle: undefined }),
  ),
  GetBucketTagging: settingRead<GetBucketTaggingRequest, GetBucketTaggingOutput>(
    GetBucketTagging$,
    's3:GetBucketTagging',
    ({ settings: { tags } }) => (tags?.length ? { TagSet: tags } : undefined),
    NO_TAGS,
  ),
  PutBucketTagging: settingWrite<PutBucketTaggingRequest>(
    PutBucketTagging$,
    's3:PutBucketTagging',
    { event: 'PutBucketTagging', part: 'tagging' },
    ({ Tagging }) => {
      const tags = Tagging?.TagSet ?? [];
      if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
        throw new AwsError('InvalidTag', 'Cannot provide multiple Tags with the same key');
      }
      if (tags.length > 50) throw new AwsError('BadRequest', 'Bucket tag count cannot be greater than 50');
      return { tags };
    },
  ),
  DeleteBucketTagging: settingWrite<DeleteBucketTaggingRequest>(
    DeleteBucketTagging$,
    's3:PutBucketTagging',
    { event: 'DeleteBucketTagging', part: 'tagging' },
    () => ({ tags: undefined }),
  ),
  GetBucketReplication: settingRead<GetBucketReplicationRequest, GetBucketReplicationOutput>(
    GetBucketReplication$,
    's3:GetReplicationConfiguration',
    ({ settings: { replication } }) => replication && { ReplicationConfiguration: replication },
    NO_REPLICATION,
  ),
  PutBucketReplication: settingWrite<PutBucketReplicationRequest>(
    PutBucketReplication$,
    's3:PutReplicationConfiguration',
    { event: 'PutBucketReplication', part: 'replication' },
    ({ ReplicationConfiguration }, { settings }) => {
      if (settings.versioning?.Status !== 'Enabled') {
        throw new AwsError(
          'InvalidRequest',
          'Versioning must be enabled on the bucket to apply a replication configuration',
        );
      }
      return { replication: ReplicationConfiguration };
    },
  ),
  DeleteBucketReplication: settingWrite<DeleteBucketReplicationRequest>(
    DeleteBucketReplication$,
    's3:PutReplicationConfiguration',
    { event: 'DeleteBucketReplication', part: 'replication' },
    () => ({ replication: undefined }),
  ),
  GetBucketNotificationConfiguration: settingRead<GetBucketNotificationConfigurationRequest, NotificationConfiguration>(
    GetBucketNotificationConfiguration$,
    's3:GetBucketNotification',
    ({ settings }) => settings.notification ?? {},
  ),
  PutBucketNotificationConfiguration: settingWrite<PutBucketNotificationConfigurationRequest>(
    PutBucketNotificationConfiguration$,
    's3:PutBucketNotification',
    { event: 'PutBucketNotification', part: 'notification' },
    ({ NotificationConfiguration }) => ({ notification: NotificationConfiguration }),
  ),
};
