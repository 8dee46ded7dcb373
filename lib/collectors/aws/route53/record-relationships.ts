import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { Relationship } from '@/lib/collectors/types';
import { recordId } from './record-id';

/** Its zone, its health check, and what its alias or CNAME leads to where the DNS name tells which resource that is. */
export function recordRelationships(zoneId: string, record: ResourceRecordSet): Relationship[] {
  const alias = record.AliasTarget;
  const names =
    alias?.DNSName !== undefined
      ? [alias.DNSName]
      : record.Type === 'CNAME'
        ? (record.ResourceRecords ?? []).map(({ Value = '' }) => Value)
        : [];
  const inZone =
    alias?.HostedZoneId === zoneId && alias.DNSName !== undefined
      ? [
          {
            kind: 'routesTo' as const,
            toType: 'AWS::Route53::RecordSet',
            toId: recordId({ zoneId, name: alias.DNSName, type: record.Type ?? '' }),
          },
        ]
      : [];
  return [
    { kind: 'belongsTo', toType: 'AWS::Route53::HostedZone', toId: zoneId },
    ...inZone,
    ...names.flatMap((name) => routedTo(name.replace(/\.$/, '').toLowerCase(), record.Name ?? '')),
    ...(record.HealthCheckId
      ? [{ kind: 'uses' as const, toType: 'AWS::Route53::HealthCheck', toId: record.HealthCheckId }]
      : []),
  ];
}

/**
 * DNS names that carry their resource's own name (service guides). A name of the classic form may stand for a load
 * balancer of either generation; the second is meant far more often.
 */
const FORMS: readonly { pattern: RegExp; toType: string; by: 'toName' | 'toId' }[] = [
  {
    pattern: /^(?:dualstack\.)?(?:internal-)?([a-z0-9-]+)-\d{6,12}\.[a-z0-9-]+\.elb\.amazonaws\.com(?:\.cn)?$/,
    toType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    by: 'toName',
  },
  {
    pattern: /^([a-z0-9-]+)-[0-9a-f]{16}\.elb\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
    toType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    by: 'toName',
  },
  {
    pattern: /^([a-z0-9-]+)\.cluster-(?:ro-)?[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com(?:\.cn)?$/,
    toType: 'AWS::RDS::DBCluster',
    by: 'toName',
  },
  {
    pattern: /^([a-z0-9-]+)\.[a-z0-9]{12}\.[a-z0-9-]+\.rds\.amazonaws\.com(?:\.cn)?$/,
    toType: 'AWS::RDS::DBInstance',
    by: 'toName',
  },
  { pattern: /^(vpce-[0-9a-f]{8,17})-[a-z0-9]+.*\.vpce\.amazonaws\.com$/, toType: 'AWS::EC2::VPCEndpoint', by: 'toId' },
];

function routedTo(dnsName: string, recordName: string): Relationship[] {
  // A website's bucket has the name of the record.
  if (/^s3-website[.-][a-z0-9-]+\.amazonaws\.com$/.test(dnsName)) {
    return [{ kind: 'routesTo', toType: 'AWS::S3::Bucket', toName: recordName.replace(/\.$/, '') }];
  }
  for (const { pattern, toType, by } of FORMS) {
    const name = pattern.exec(dnsName)?.[1];
    if (name !== undefined) return [{ kind: 'routesTo', toType, [by]: name }];
  }
  return [];
}
