import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Relationship } from '@/lib/collectors/types';

/** Where a function's failed events go, by the ARN's service. */
const TARGETS: Readonly<Record<string, string>> = { sqs: 'AWS::SQS::Queue', sns: 'AWS::SNS::Topic' };

/** What a function runs as, where, with which layers and keys. */
export function functionRelationships(configuration: FunctionConfiguration): Relationship[] {
  const { Role, VpcConfig, Layers, KMSKeyArn, DeadLetterConfig, FileSystemConfigs } = configuration;
  const edges: Relationship[] = [];
  if (Role) edges.push({ kind: 'runsAs', toType: 'AWS::IAM::Role', toArn: Role });
  if (VpcConfig?.VpcId) edges.push({ kind: 'belongsTo', toType: 'AWS::EC2::VPC', toId: VpcConfig.VpcId });
  for (const toId of VpcConfig?.SubnetIds ?? []) edges.push({ kind: 'attached', toType: 'AWS::EC2::Subnet', toId });
  for (const toId of VpcConfig?.SecurityGroupIds ?? []) {
    edges.push({ kind: 'protectedBy', toType: 'AWS::EC2::SecurityGroup', toId });
  }
  for (const { Arn } of Layers ?? []) {
    if (Arn) edges.push({ kind: 'uses', toType: 'AWS::Lambda::LayerVersion', toArn: Arn });
  }
  if (KMSKeyArn) edges.push({ kind: 'encryptsWith', toType: 'AWS::KMS::Key', toArn: KMSKeyArn });
  const target = DeadLetterConfig?.TargetArn;
  const toType = TARGETS[target?.split(':')[2] ?? ''];
  if (target && toType) edges.push({ kind: 'deliversTo', toType, toArn: target });
  for (const { Arn } of FileSystemConfigs ?? []) {
    if (Arn) edges.push({ kind: 'attached', toType: 'AWS::EFS::AccessPoint', toArn: Arn });
  }
  return edges;
}
