import type { EventMapping, JsonObject } from '@/lib/collectors/types';
import {
  autoScalingGroupEvents,
  distributionEvents,
  ecsClusterEvents,
  httpApiEvents,
  launchTemplateEvents,
  restApiEvents,
  stateMachineEvents,
  userPoolEvents,
} from './events/application';
import {
  deliveryStreamEvents,
  fileSystemEvents,
  glueJobEvents,
  kinesisStreamEvents,
  mskClusterEvents,
  openSearchDomainEvents,
  redshiftClusterEvents,
  replicationGroupEvents,
  sageMakerDomainEvents,
  transferServerEvents,
  workGroupEvents,
} from './events/data';
import {
  alarmEvents,
  backupVaultEvents,
  detectorEvents,
  eventBusEvents,
  eventRuleEvents,
  logGroupEvents,
} from './events/operations';

/** A type that is read through Cloud Control, as a value. */
export type CloudControlType = {
  /** CloudFormation's name. */
  type: string;
  title: string;
  /** The service its resources are shown under. */
  service: string;
  events: readonly EventMapping[];
  /** What is kept once per account is asked for in this region only. */
  homeRegion?: string;
  /** IAM actions that the type's list and read handlers call with our permissions (its CloudFormation schema, `handlers`). */
  handlerActions: readonly string[];
  /** Where the name is neither `Name` nor `<Resource>Name`. */
  nameOf?: (properties: JsonObject) => string | undefined;
};

const text = (property: string) => (properties: JsonObject) => {
  const value = properties[property];
  return typeof value === 'string' ? value : undefined;
};

/**
 * What `default` stands for. Left out on purpose: types whose list needs a parent (ECS services, WAF web ACLs), and
 * types whose read gives secrets or contents (SSM parameters, ECS task definitions, CodeBuild's environments).
 */
export const DEFAULT_TYPES: readonly CloudControlType[] = [
  {
    type: 'AWS::ApiGateway::RestApi',
    title: 'API Gateway REST API',
    service: 'apigateway',
    events: restApiEvents,
    handlerActions: ['apigateway:GET'],
  },
  {
    type: 'AWS::ApiGatewayV2::Api',
    title: 'API Gateway HTTP or WebSocket API',
    service: 'apigateway',
    events: httpApiEvents,
    handlerActions: ['apigateway:GET'],
  },
  {
    type: 'AWS::Athena::WorkGroup',
    title: 'Athena workgroup',
    service: 'athena',
    events: workGroupEvents,
    handlerActions: ['athena:GetWorkGroup', 'athena:ListTagsForResource', 'athena:ListWorkGroups'],
  },
  {
    type: 'AWS::AutoScaling::AutoScalingGroup',
    title: 'Auto Scaling group',
    service: 'autoscaling',
    events: autoScalingGroupEvents,
    handlerActions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeLifecycleHooks',
      'autoscaling:DescribeNotificationConfigurations',
    ],
  },
  {
    type: 'AWS::Backup::BackupVault',
    title: 'Backup vault',
    service: 'backup',
    events: backupVaultEvents,
    handlerActions: [
      'backup:DescribeBackupVault',
      'backup:GetBackupVaultAccessPolicy',
      'backup:GetBackupVaultNotifications',
      'backup:ListBackupVaults',
      'backup:ListTags',
    ],
  },
  {
    type: 'AWS::CloudFront::Distribution',
    title: 'CloudFront distribution',
    service: 'cloudfront',
    homeRegion: 'us-east-1',
    events: distributionEvents,
    handlerActions: ['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:ListDistributions'],
    nameOf: text('DomainName'),
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    title: 'CloudWatch alarm',
    service: 'cloudwatch',
    events: alarmEvents,
    handlerActions: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
  },
  {
    type: 'AWS::Cognito::UserPool',
    title: 'Cognito user pool',
    service: 'cognito-idp',
    events: userPoolEvents,
    handlerActions: ['cognito-idp:DescribeUserPool', 'cognito-idp:GetUserPoolMfaConfig', 'cognito-idp:ListUserPools'],
  },
  {
    type: 'AWS::EC2::LaunchTemplate',
    title: 'EC2 launch template',
    service: 'ec2',
    events: launchTemplateEvents,
    handlerActions: ['ec2:DescribeLaunchTemplateVersions', 'ec2:DescribeLaunchTemplates'],
  },
  {
    type: 'AWS::ECS::Cluster',
    title: 'ECS cluster',
    service: 'ecs',
    events: ecsClusterEvents,
    handlerActions: ['ecs:DescribeClusters', 'ecs:ListClusters'],
  },
  {
    type: 'AWS::EFS::FileSystem',
    title: 'EFS file system',
    service: 'elasticfilesystem',
    events: fileSystemEvents,
    handlerActions: [
      'elasticfilesystem:DescribeBackupPolicy',
      'elasticfilesystem:DescribeFileSystemPolicy',
      'elasticfilesystem:DescribeFileSystems',
      'elasticfilesystem:DescribeLifecycleConfiguration',
      'elasticfilesystem:DescribeReplicationConfigurations',
    ],
  },
  {
    type: 'AWS::ElastiCache::ReplicationGroup',
    title: 'ElastiCache replication group',
    service: 'elasticache',
    events: replicationGroupEvents,
    handlerActions: ['elasticache:DescribeReplicationGroups', 'elasticache:ListTagsForResource'],
    nameOf: text('ReplicationGroupId'),
  },
  {
    type: 'AWS::Events::EventBus',
    title: 'EventBridge event bus',
    service: 'events',
    events: eventBusEvents,
    handlerActions: ['events:DescribeEventBus', 'events:ListEventBuses', 'events:ListTagsForResource'],
  },
  {
    type: 'AWS::Events::Rule',
    title: 'EventBridge rule',
    service: 'events',
    events: eventRuleEvents,
    handlerActions: ['events:DescribeRule', 'events:ListRules', 'events:ListTargetsByRule'],
  },
  {
    type: 'AWS::Glue::Job',
    title: 'Glue job',
    service: 'glue',
    events: glueJobEvents,
    handlerActions: ['glue:GetJob', 'glue:GetJobs', 'glue:GetTags'],
  },
  {
    type: 'AWS::GuardDuty::Detector',
    title: 'GuardDuty detector',
    service: 'guardduty',
    events: detectorEvents,
    handlerActions: ['guardduty:GetDetector', 'guardduty:ListDetectors', 'guardduty:ListTagsForResource'],
  },
  {
    type: 'AWS::Kinesis::Stream',
    title: 'Kinesis data stream',
    service: 'kinesis',
    events: kinesisStreamEvents,
    handlerActions: [
      'kinesis:DescribeStreamSummary',
      'kinesis:GetResourcePolicy',
      'kinesis:ListStreams',
      'kinesis:ListTagsForStream',
    ],
  },
  {
    type: 'AWS::KinesisFirehose::DeliveryStream',
    title: 'Firehose stream',
    service: 'firehose',
    events: deliveryStreamEvents,
    handlerActions: [
      'firehose:DescribeDeliveryStream',
      'firehose:ListDeliveryStreams',
      'firehose:ListTagsForDeliveryStream',
    ],
  },
  {
    type: 'AWS::Logs::LogGroup',
    title: 'CloudWatch Logs group',
    service: 'logs',
    events: logGroupEvents,
    handlerActions: ['logs:DescribeLogGroups', 'logs:GetDataProtectionPolicy', 'logs:ListTagsForResource'],
  },
  {
    type: 'AWS::MSK::Cluster',
    title: 'MSK cluster',
    service: 'kafka',
    events: mskClusterEvents,
    handlerActions: ['kafka:DescribeCluster', 'kafka:ListClusters'],
  },
  {
    type: 'AWS::OpenSearchService::Domain',
    title: 'OpenSearch domain',
    service: 'es',
    events: openSearchDomainEvents,
    handlerActions: ['es:DescribeDomain', 'es:ListDomainNames', 'es:ListTags'],
  },
  {
    type: 'AWS::Redshift::Cluster',
    title: 'Redshift cluster',
    service: 'redshift',
    events: redshiftClusterEvents,
    handlerActions: ['redshift:DescribeClusters', 'redshift:DescribeLoggingStatus', 'redshift:DescribeTags'],
    nameOf: text('ClusterIdentifier'),
  },
  {
    type: 'AWS::SageMaker::Domain',
    title: 'SageMaker domain',
    service: 'sagemaker',
    events: sageMakerDomainEvents,
    handlerActions: ['sagemaker:DescribeDomain', 'sagemaker:ListDomains', 'sagemaker:ListTags'],
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    title: 'Step Functions state machine',
    service: 'states',
    events: stateMachineEvents,
    handlerActions: ['states:DescribeStateMachine', 'states:ListStateMachines', 'states:ListTagsForResource'],
  },
  {
    type: 'AWS::Transfer::Server',
    title: 'Transfer Family server',
    service: 'transfer',
    events: transferServerEvents,
    handlerActions: ['transfer:DescribeServer', 'transfer:ListServers', 'transfer:ListTagsForResource'],
  },
];
