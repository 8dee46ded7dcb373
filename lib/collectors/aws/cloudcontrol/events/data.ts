import { firstOf, only, refsAt, trailEvents } from '@/lib/collectors/trail-refs';
import type { EventMapping } from '@/lib/collectors/types';
import { arnMade, at, named, taken } from './refs';

const ATHENA = 'athena.amazonaws.com';

export const workGroupEvents: EventMapping[] = [
  ...trailEvents(ATHENA, at('requestParameters.name'), { creates: ['CreateWorkGroup'] }),
  ...trailEvents(ATHENA, at('requestParameters.workGroup'), {
    updates: ['UpdateWorkGroup'],
    deletes: ['DeleteWorkGroup'],
  }),
  ...trailEvents(ATHENA, taken('requestParameters.resourceARN', /:workgroup\/(.+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const EFS = 'elasticfilesystem.amazonaws.com';

export const fileSystemEvents: EventMapping[] = [
  ...trailEvents(EFS, at('responseElements.fileSystemId'), { creates: ['CreateFileSystem'] }),
  ...trailEvents(EFS, at('requestParameters.fileSystemId'), {
    updates: [
      'UpdateFileSystem',
      'UpdateFileSystemProtection',
      'PutLifecycleConfiguration',
      'PutFileSystemPolicy',
      'DeleteFileSystemPolicy',
      'PutBackupPolicy',
      'CreateTags',
      'DeleteTags',
    ],
    deletes: ['DeleteFileSystem'],
  }),
  ...trailEvents(EFS, at('requestParameters.sourceFileSystemId'), {
    updates: ['CreateReplicationConfiguration', 'DeleteReplicationConfiguration'],
  }),
  // Access points are tagged by the same call.
  ...trailEvents(EFS, taken('requestParameters.resourceId', /(?:^|\/)(fs-[^/]+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const ELASTICACHE = 'elasticache.amazonaws.com';

/** AWS keeps the identifier in lower case, however it was asked for. */
const group = (path: string) => refsAt(path, (text) => ({ id: text.toLowerCase() }));

export const replicationGroupEvents: EventMapping[] = [
  ...trailEvents(ELASTICACHE, group('requestParameters.replicationGroupId'), {
    creates: ['CreateReplicationGroup'],
    updates: [
      'ModifyReplicationGroup',
      'ModifyReplicationGroupShardConfiguration',
      'IncreaseReplicaCount',
      'DecreaseReplicaCount',
      'TestFailover',
      'StartMigration',
      'CompleteMigration',
    ],
    deletes: ['DeleteReplicationGroup'],
  }),
  ...trailEvents(ELASTICACHE, taken('requestParameters.resourceName', /:replicationgroup:(.+)$/), {
    updates: ['AddTagsToResource', 'RemoveTagsFromResource'],
  }),
];

const GLUE = 'glue.amazonaws.com';

export const glueJobEvents: EventMapping[] = [
  ...trailEvents(GLUE, at('requestParameters.name'), { creates: ['CreateJob'] }),
  ...trailEvents(GLUE, at('requestParameters.jobName'), {
    updates: ['UpdateJob', 'UpdateJobFromSourceControl'],
    deletes: ['DeleteJob'],
  }),
  ...trailEvents(GLUE, taken('requestParameters.resourceArn', /:job\/(.+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];

const KINESIS = 'kinesis.amazonaws.com';
const STREAM = /:stream\/([^/]+)$/;
/** Callers give the name or the ARN, and newer ones the ARN only. */
const stream = firstOf(at('requestParameters.streamName'), taken('requestParameters.streamARN', STREAM));

export const kinesisStreamEvents: EventMapping[] = [
  ...trailEvents(KINESIS, at('requestParameters.streamName'), { creates: ['CreateStream'] }),
  ...trailEvents(KINESIS, stream, {
    updates: [
      'UpdateShardCount',
      'SplitShard',
      'MergeShards',
      'IncreaseStreamRetentionPeriod',
      'DecreaseStreamRetentionPeriod',
      'StartStreamEncryption',
      'StopStreamEncryption',
      'EnableEnhancedMonitoring',
      'DisableEnhancedMonitoring',
      'AddTagsToStream',
      'RemoveTagsFromStream',
    ],
    deletes: ['DeleteStream'],
  }),
  ...trailEvents(KINESIS, taken('requestParameters.streamARN', STREAM), { updates: ['UpdateStreamMode'] }),
  // Consumers have ARNs that begin with their stream's.
  ...trailEvents(KINESIS, taken('requestParameters.resourceARN', STREAM), {
    updates: ['PutResourcePolicy', 'DeleteResourcePolicy', 'TagResource', 'UntagResource'],
  }),
];

export const deliveryStreamEvents: EventMapping[] = trailEvents(
  'firehose.amazonaws.com',
  at('requestParameters.deliveryStreamName'),
  {
    creates: ['CreateDeliveryStream'],
    updates: [
      'UpdateDestination',
      'StartDeliveryStreamEncryption',
      'StopDeliveryStreamEncryption',
      'TagDeliveryStream',
      'UntagDeliveryStream',
    ],
    deletes: ['DeleteDeliveryStream'],
  },
);

const KAFKA = 'kafka.amazonaws.com';

/** The ARN is a part of the URL, and recorded as it stood there (`arn%3Aaws%3Akafka…`). */
const clusterArn = (path: string) =>
  refsAt(path, (text) => {
    const arn = text.replace(/%3A/gi, ':').replace(/%2F/gi, '/');
    return arn.includes(':cluster/') ? { id: arn } : null;
  });

export const mskClusterEvents: EventMapping[] = [
  ...trailEvents(KAFKA, clusterArn('responseElements.clusterArn'), { creates: ['CreateCluster', 'CreateClusterV2'] }),
  ...trailEvents(KAFKA, clusterArn('requestParameters.clusterArn'), {
    updates: [
      'UpdateBrokerCount',
      'UpdateBrokerStorage',
      'UpdateBrokerType',
      'UpdateClusterConfiguration',
      'UpdateClusterKafkaVersion',
      'UpdateConnectivity',
      'UpdateMonitoring',
      'UpdateSecurity',
      'UpdateStorage',
    ],
    deletes: ['DeleteCluster'],
  }),
  ...trailEvents(KAFKA, clusterArn('requestParameters.resourceArn'), { updates: ['TagResource', 'UntagResource'] }),
];

const OPENSEARCH = 'es.amazonaws.com';
const domainAsked = at('requestParameters.domainName');
const domainTagged = (path: string) => taken(path, /:domain\/(.+)$/);

export const openSearchDomainEvents: EventMapping[] = [
  ...trailEvents(OPENSEARCH, domainAsked, {
    creates: ['CreateDomain', 'CreateElasticsearchDomain'],
    updates: [
      'UpdateDomainConfig',
      'UpdateElasticsearchDomainConfig',
      'UpgradeDomain',
      'UpgradeElasticsearchDomain',
      'StartServiceSoftwareUpdate',
      'StartElasticsearchServiceSoftwareUpdate',
    ],
    deletes: ['DeleteDomain', 'DeleteElasticsearchDomain'],
  }),
  ...trailEvents(OPENSEARCH, firstOf(domainTagged('requestParameters.aRN'), domainTagged('requestParameters.arn')), {
    updates: ['AddTags', 'RemoveTags'],
  }),
];

const REDSHIFT = 'redshift.amazonaws.com';
const cluster = refsAt('requestParameters.clusterIdentifier', (text) => ({ id: text.toLowerCase() }));
const renamed = refsAt('requestParameters.newClusterIdentifier', (text) => ({ id: text.toLowerCase() }));

export const redshiftClusterEvents: EventMapping[] = [
  ...trailEvents(REDSHIFT, cluster, {
    creates: ['CreateCluster', 'RestoreFromClusterSnapshot'],
    updates: [
      'ModifyClusterIamRoles',
      'ModifyClusterMaintenance',
      'ModifyClusterDbRevision',
      'ResizeCluster',
      'PauseCluster',
      'ResumeCluster',
      'RebootCluster',
      'RotateEncryptionKey',
      'EnableLogging',
      'DisableLogging',
      'EnableSnapshotCopy',
      'DisableSnapshotCopy',
      'ModifySnapshotCopyRetentionPeriod',
    ],
    deletes: ['DeleteCluster'],
  }),
  // A new name is another identifier: one resource goes, another comes.
  ...trailEvents(REDSHIFT, renamed, { creates: ['ModifyCluster'] }),
  ...trailEvents(
    REDSHIFT,
    only(({ requestParameters }) => typeof requestParameters?.newClusterIdentifier === 'string', cluster),
    { deletes: ['ModifyCluster'] },
  ),
  ...trailEvents(
    REDSHIFT,
    only(({ requestParameters }) => typeof requestParameters?.newClusterIdentifier !== 'string', cluster),
    { updates: ['ModifyCluster'] },
  ),
  ...trailEvents(REDSHIFT, taken('requestParameters.resourceName', /:cluster:(.+)$/), {
    updates: ['CreateTags', 'DeleteTags'],
  }),
];

const SAGEMAKER = 'sagemaker.amazonaws.com';
const DOMAIN = /:domain\/([^/]+)$/;

export const sageMakerDomainEvents: EventMapping[] = [
  ...trailEvents(SAGEMAKER, named('responseElements.domainArn', DOMAIN), { creates: ['CreateDomain'] }),
  ...trailEvents(SAGEMAKER, at('requestParameters.domainId'), {
    updates: ['UpdateDomain'],
    deletes: ['DeleteDomain'],
  }),
  ...trailEvents(SAGEMAKER, taken('requestParameters.resourceArn', DOMAIN), { updates: ['AddTags', 'DeleteTags'] }),
];

const TRANSFER = 'transfer.amazonaws.com';
const server = (path: string) => arnMade('transfer', path, (id) => `server/${id}`);

export const transferServerEvents: EventMapping[] = [
  ...trailEvents(TRANSFER, server('responseElements.serverId'), { creates: ['CreateServer'] }),
  ...trailEvents(TRANSFER, server('requestParameters.serverId'), {
    updates: ['UpdateServer', 'StartServer', 'StopServer'],
    deletes: ['DeleteServer'],
  }),
  ...trailEvents(TRANSFER, taken('requestParameters.arn', /^(arn:.+:server\/[^/]+)$/), {
    updates: ['TagResource', 'UntagResource'],
  }),
];
