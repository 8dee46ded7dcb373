import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Relationship } from '@/lib/collectors/types';

/** What the answers of DescribeLoadBalancers, its attributes and the target groups tell of other resources. */
export function loadBalancerRelationships(
  found: LoadBalancer,
  settings: Readonly<Record<string, string>> | undefined,
  targetGroups: readonly string[] | undefined,
): Relationship[] {
  const zones = found.AvailabilityZones ?? [];
  const addresses = zones.flatMap(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses);
  const bucket = settings?.['access_logs.s3.enabled'] === 'true' ? settings['access_logs.s3.bucket'] : undefined;
  return [
    ...(found.VpcId ? [{ kind: 'belongsTo' as const, toType: 'AWS::EC2::VPC', toId: found.VpcId }] : []),
    ...zones.flatMap(({ SubnetId }) =>
      SubnetId ? [{ kind: 'belongsTo' as const, toType: 'AWS::EC2::Subnet', toId: SubnetId }] : [],
    ),
    ...(found.SecurityGroups ?? []).map((toId) => ({
      kind: 'protectedBy' as const,
      toType: 'AWS::EC2::SecurityGroup',
      toId,
    })),
    ...addresses.flatMap(({ AllocationId }) =>
      AllocationId ? [{ kind: 'uses' as const, toType: 'AWS::EC2::EIP', toId: AllocationId }] : [],
    ),
    ...(targetGroups ?? []).map((toArn) => ({
      kind: 'routesTo' as const,
      toType: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      toArn,
    })),
    ...(bucket ? [{ kind: 'logsTo' as const, toType: 'AWS::S3::Bucket', toName: bucket }] : []),
  ];
}
