import { describe, expect, test } from 'vitest';
import { networkInterfaceCollector } from '@/lib/collectors/aws/ec2/network-interface';
import { securityGroupCollector } from '@/lib/collectors/aws/ec2/security-group';
import { snapshotCollector } from '@/lib/collectors/aws/ec2/snapshot';
import { volumeCollector } from '@/lib/collectors/aws/ec2/volume';
import { bucketCollector } from '@/lib/collectors/aws/s3/bucket';
import type { NormalizedResource } from '@/lib/collectors/types';
import { rulesOfType } from './registry';
import type { Facts } from './types';

const ENV = { accountId: '339712905844', partition: 'aws', region: 'eu-central-1' };
const FACTS: Facts = {
  now: 0,
  ourAccounts: new Set(),
  ourOrganizations: new Set(),
  administrators: new Set(),
  attachments: new Map(),
  namedBy: new Map(),
};

/** What the rules say of a resource as its collector makes it of AWS's answer. */
const judged = (resource: NormalizedResource) =>
  rulesOfType(resource.type).map((rule) => {
    const verdict = rule.judge({ ...resource, accountId: ENV.accountId, readings: [] }, FACTS);
    return verdict === null || verdict === 'unknown' ? verdict : `${verdict.severity} ${rule.id}`;
  });

const group = (IpPermissions: object[]) =>
  securityGroupCollector.normalize({ GroupId: 'sg-1', GroupName: 'web', IpPermissions }, ENV);
const bucket = (aspects: object) =>
  bucketCollector.normalize({ bucket: { name: 'b', region: ENV.region, createdAt: null }, aspects } as never, ENV);
const grants = (URI: string) => ({ acl: { Grants: [{ Grantee: { Type: 'Group', URI }, Permission: 'READ' }] } });
const Policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
});

describe('rules read the attributes that collectors write', () => {
  test('security groups', () => {
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
    expect(judged(group([{ ...ssh, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]))).toEqual(['high security-group-open']);
    expect(judged(group([{ ...ssh, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }]))).toEqual(['high security-group-open']);
    expect(judged(group([{ ...ssh, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }]))).toEqual([null]);
    expect(judged(group([]))).toEqual([null]);
  });

  test('what protects a network interface, and its public address', () => {
    const { attributes, relationships } = networkInterfaceCollector.normalize(
      { NetworkInterfaceId: 'eni-1', Groups: [{ GroupId: 'sg-1' }], Association: { PublicIp: '198.51.100.7' } },
      ENV,
    );
    expect(attributes.association).toMatchObject({ publicIp: '198.51.100.7' });
    expect(relationships).toContainEqual({ kind: 'protectedBy', toType: 'AWS::EC2::SecurityGroup', toId: 'sg-1' });
  });

  test('volumes and snapshots', () => {
    expect(judged(volumeCollector.normalize({ VolumeId: 'vol-1', Encrypted: false }, ENV))).toEqual([
      'medium volume-unencrypted',
    ]);
    expect(judged(volumeCollector.normalize({ VolumeId: 'vol-1', Encrypted: true }, ENV))).toEqual([null]);
    expect(judged(snapshotCollector.normalize({ SnapshotId: 'snap-1', Encrypted: false } as never, ENV))).toEqual([
      'medium snapshot-unencrypted',
    ]);
  });

  test('buckets', () => {
    const open = { publicAccessBlock: null, ownershipControls: null, policyStatus: null };
    const all = 'http://acs.amazonaws.com/groups/global/AllUsers';
    expect(judged(bucket({ ...open, policy: { Policy }, policyStatus: { IsPublic: true } }))).toEqual([
      'high bucket-public',
    ]);
    expect(judged(bucket({ ...open, policy: null, ...grants(all) }))).toEqual(['high bucket-public']);
    const enforced = { ownershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
    expect(judged(bucket({ ...open, ...enforced, policy: null, ...grants(all) }))).toEqual([null]);
    const blocked = { publicAccessBlock: { RestrictPublicBuckets: true, IgnorePublicAcls: true } };
    expect(judged(bucket({ ...open, ...blocked, policy: { Policy }, ...grants(all) }))).toEqual([null]);
    expect(judged(bucket({}))).toEqual(['unknown']);
  });
});
