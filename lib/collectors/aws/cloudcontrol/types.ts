import type { JsonObject } from '@/lib/collectors/types';

/** A type that is read through Cloud Control, as a value. */
export type CloudControlType = {
  /** CloudFormation's name. */
  type: string;
  title: string;
  /** The service its resources are shown under. */
  service: string;
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
    handlerActions: ['apigateway:GET'],
  },
  {
    type: 'AWS::ApiGatewayV2::Api',
    title: 'API Gateway HTTP or WebSocket API',
    service: 'apigateway',
    handlerActions: ['apigateway:GET'],
  },
  {
    type: 'AWS::Athena::WorkGroup',
    title: 'Athena workgroup',
    service: 'athena',
    handlerActions: ['athena:GetWorkGroup', 'athena:ListTagsForResource', 'athena:ListWorkGroups'],
  },
  {
    type: 'AWS::AutoScaling::AutoScalingGroup',
    title: 'Auto Scaling group',
    service: 'autoscaling',
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
    handlerActions: ['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:ListDistributions'],
    nameOf: text('DomainName'),
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    title: 'CloudWatch alarm',
    service: 'cloudwatch',
    handlerActions: ['cloudwatch:DescribeAlarms', 'cloudwatch:ListTagsForResource'],
  },
  {
    type: 'AWS::Cognito::UserPool',
    title: 'Cognito user pool',
    service: 'cognito-idp',
    handlerActions: ['cognito-idp:DescribeUserPool', 'cognito-idp:GetUserPoolMfaConfig', 'cognito-idp:ListUserPools'],
  },
  {
    type: 'AWS::EC2::LaunchTemplate',
    title: 'EC2 launch template',
    service: 'ec2',
    handlerActions: ['ec2:DescribeLaunchTemplateVersions', 'ec2:DescribeLaunchTemplates'],
  },
  {
    type: 'AWS::ECS::Cluster',
    title: 'ECS cluster',
    service: 'ecs',
    handlerActions: ['ecs:DescribeClusters', 'ecs:ListClusters'],
  },
  {
    type: 'AWS::EFS::FileSystem',
    title: 'EFS file system',
    service: 'elasticfilesystem',
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
    handlerActions: ['elasticache:DescribeReplicationGroups', 'elasticache:ListTagsForResource'],
    nameOf: text('ReplicationGroupId'),
  },
  {
    type: 'AWS::Events::EventBus',
    title: 'EventBridge event bus',
    service: 'events',
    handlerActions: ['events:DescribeEventBus', 'events:ListEventBuses', 'events:ListTagsForResource'],
  },
  {
    type: 'AWS::Events::Rule',
    title: 'EventBridge rule',
    service: 'events',
    handlerActions: ['events:DescribeRule', 'events:ListRules', 'events:ListTargetsByRule'],
  },
  {
    type: 'AWS::Glue::Job',
    title: 'Glue job',
    service: 'glue',
    handlerActions: ['glue:GetJob', 'glue:GetJobs', 'glue:GetTags'],
  },
  {
    type: 'AWS::GuardDuty::Detector',
    title: 'GuardDuty detector',
    service: 'guardduty',
    handlerActions: ['guardduty:GetDetector', 'guardduty:ListDetectors', 'guardduty:ListTagsForResource'],
  },
  {
    type: 'AWS::Kinesis::Stream',
    title: 'Kinesis data stream',
    service: 'kinesis',
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
    handlerActions: ['logs:DescribeLogGroups', 'logs:GetDataProtectionPolicy', 'logs:ListTagsForResource'],
  },
  {
    type: 'AWS::MSK::Cluster',
    title: 'MSK cluster',
    service: 'kafka',
    handlerActions: ['kafka:DescribeCluster', 'kafka:ListClusters'],
  },
  {
    type: 'AWS::OpenSearchService::Domain',
    title: 'OpenSearch domain',
    service: 'es',
    handlerActions: ['es:DescribeDomain', 'es:ListDomainNames', 'es:ListTags'],
  },
  {
    type: 'AWS::Redshift::Cluster',
    title: 'Redshift cluster',
    service: 'redshift',
    handlerActions: ['redshift:DescribeClusters', 'redshift:DescribeLoggingStatus', 'redshift:DescribeTags'],
    nameOf: text('ClusterIdentifier'),
  },
  {
    type: 'AWS::SageMaker::Domain',
    title: 'SageMaker domain',
    service: 'sagemaker',
    handlerActions: ['sagemaker:DescribeDomain', 'sagemaker:ListDomains', 'sagemaker:ListTags'],
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    title: 'Step Functions state machine',
    service: 'states',
    handlerActions: ['states:DescribeStateMachine', 'states:ListStateMachines', 'states:ListTagsForResource'],
  },
  {
    type: 'AWS::Transfer::Server',
    title: 'Transfer Family server',
    service: 'transfer',
    handlerActions: ['transfer:DescribeServer', 'transfer:ListServers', 'transfer:ListTagsForResource'],
  },
];
