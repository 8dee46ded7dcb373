import {
  AllocateAddressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateDhcpOptionsCommand,
  CreateImageCommand,
  CreateKeyPairCommand,
  CreateNatGatewayCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteKeyPairCommand,
  DeleteNatGatewayCommand,
  DescribeImagesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  ModifyInstanceMetadataOptionsCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collectorByType } from '@/lib/collectors/registry';
import { type CollectorBench, collectorBench, expectSoundCollector, REGION } from '@/lib/collectors/testing/collect';
import type { AnyCollector, TrailEvent } from '@/lib/collectors/types';
import { ec2Collectors } from './collectors';

let bench: CollectorBench;
const made = { vpc: '', subnet: '', group: '', instance: '', volume: '', snapshot: '', image: '', nat: '', eip: '' };

const of = (type: string): AnyCollector => {
  const found = collectorByType(type);
  if (!found) throw new Error(`${type} is not collected.`);
  return found;
};
const one = async (type: string, id: string) => {
  const found = (await bench.list(of(type))).find((each) => each.id === id);
  if (!found) throw new Error(`${type} ${id} is not listed.`);
  return found;
};
const named = (ref: string) => async (collector: AnyCollector) =>
  collector.getMany(bench.contextOf(collector), [{ id: ref }]);

beforeAll(async () => {
  bench = await collectorBench();
  const { ec2 } = bench.maker();
  const vpcs = await ec2.send(new DescribeVpcsCommand({}));
  made.vpc = vpcs.Vpcs?.[0]?.VpcId ?? '';
  const subnets = await ec2.send(new DescribeSubnetsCommand({}));
  made.subnet = subnets.Subnets?.[0]?.SubnetId ?? '';
  const group = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: 'bastion', Description: 'Sign-in', VpcId: made.vpc }),
  );
  made.group = group.GroupId ?? '';
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: made.group,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'anywhere' }, { CidrIp: '10.0.0.0/8' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
          UserIdGroupPairs: [{ GroupId: made.group }],
        },
      ],
    }),
  );
  await ec2.send(new CreateKeyPairCommand({ KeyName: 'ops', KeyType: 'ed25519' }));
  const images = await ec2.send(new DescribeImagesCommand({ Owners: ['amazon'] }));
  const run = await ec2.send(
    new RunInstancesCommand({
      ImageId: images.Images?.[0]?.ImageId,
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 2,
      KeyName: 'ops',
      SubnetId: made.subnet,
      SecurityGroupIds: [made.group],
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'bastion-1' }] }],
    }),
  );
  made.instance = run.Instances?.[0]?.InstanceId ?? '';
  const volume = await ec2.send(
    new CreateVolumeCommand({ AvailabilityZone: `${REGION}a`, Size: 5, VolumeType: 'gp3' }),
  );
  made.volume = volume.VolumeId ?? '';
  made.snapshot = (await ec2.send(new CreateSnapshotCommand({ VolumeId: made.volume }))).SnapshotId ?? '';
  made.image = (await ec2.send(new CreateImageCommand({ InstanceId: made.instance, Name: 'golden' }))).ImageId ?? '';
  made.eip = (await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }))).AllocationId ?? '';
  const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId: made.subnet, AllocationId: made.eip }));
  made.nat = nat.NatGateway?.NatGatewayId ?? '';
  const tables = await ec2.send(new DescribeRouteTablesCommand({}));
  await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: made.vpc,
      ServiceName: `com.amazonaws.${REGION}.s3`,
      RouteTableIds: [tables.RouteTables?.[0]?.RouteTableId ?? ''],
    }),
  );
  const other = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
  await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId: made.vpc, PeerVpcId: other.Vpc?.VpcId }));
  await ec2.send(
    new CreateDhcpOptionsCommand({ DhcpConfigurations: [{ Key: 'domain-name-servers', Values: ['10.9.0.2'] }] }),
  );
});

afterAll(() => bench.close());

test.each(ec2Collectors.map((collector) => [collector.type, collector] as const))(
  '%s is listed and read alike, by the calls it declares',
  (_type, collector) => expectSoundCollector(bench, collector),
);

test.each(ec2Collectors.map((collector) => [collector.type, collector] as const))(
  '%s tells what does not exist as missing',
  async (_type, collector) => {
    const { found, missing } = await named('nothing-0123456789abcdef0')(collector);
    expect(found).toEqual([]);
    expect(missing).toHaveLength(1);
  },
);

describe('what is collected', () => {
  test('a security group keeps its rules as AWS names them, in one order', async () => {
    const group = await one('AWS::EC2::SecurityGroup', made.group);
    expect(group.name).toBe('bastion');
    expect(group.attributes.ipPermissions).toEqual([
      {
        ipProtocol: 'tcp',
        fromPort: 22,
        toPort: 22,
        ipRanges: [{ cidrIp: '0.0.0.0/0', description: 'anywhere' }, { cidrIp: '10.0.0.0/8' }],
        ipv6Ranges: [{ cidrIpv6: '::/0' }],
        prefixListIds: [],
        userIdGroupPairs: [{ groupId: made.group, userId: bench.accountId }],
      },
    ]);
    expect(group.attributes.addresses).toEqual(['0.0.0.0/0', '10.0.0.0/8', '::/0']);
    // It names itself: no edge.
    expect(group.relationships).toEqual([{ kind: 'belongsTo', toType: 'AWS::EC2::VPC', toId: made.vpc }]);
  });

  test('an instance tells its addresses and all it stands on', async () => {
    const instance = await one('AWS::EC2::Instance', made.instance);
    expect(instance).toMatchObject({ name: 'bastion-1', tags: { Name: 'bastion-1' }, region: REGION });
    expect(instance.attributes).toMatchObject({
      state: { name: 'running' },
      metadataOptions: { httpTokens: 'required' },
    });
    expect(instance.attributes.publicIpAddress).toEqual(expect.any(String));
    expect(instance.attributes.addresses).toContain(instance.attributes.publicIpAddress);
    expect(instance.createdAt).not.toBeNull();
    const kinds = instance.relationships.map(({ kind, toType }) => `${kind} ${toType}`).sort();
    expect(kinds).toEqual([
      'attached AWS::EC2::Volume',
      'belongsTo AWS::EC2::Subnet',
      'protectedBy AWS::EC2::SecurityGroup',
      'uses AWS::EC2::Image',
      'uses AWS::EC2::KeyPair',
    ]);
  });

  test('a stopped instance has another content, started again its first launch', async () => {
    const { ec2 } = bench.maker();
    const before = await one('AWS::EC2::Instance', made.instance);
    await ec2.send(new StopInstancesCommand({ InstanceIds: [made.instance] }));
    const after = await one('AWS::EC2::Instance', made.instance);
    expect(after.attributes).toMatchObject({ state: { name: 'stopped' } });
    expect(after.attributes.publicIpAddress).toBeUndefined();
    expect(after.createdAt).toBe(before.createdAt);
    expect(after.volatile.stateReason).toContain('User initiated shutdown');
  });

  test('routes, gateways, addresses and copies are edges', async () => {
    const tables = await bench.list(of('AWS::EC2::RouteTable'));
    const edges = tables.flatMap((table) => table.relationships);
    expect(edges).toContainEqual(expect.objectContaining({ kind: 'routesTo', toType: 'AWS::EC2::InternetGateway' }));
    expect(edges).toContainEqual(expect.objectContaining({ kind: 'routesTo', toType: 'AWS::EC2::VPCEndpoint' }));
    const nat = await one('AWS::EC2::NatGateway', made.nat);
    expect(nat.relationships).toContainEqual({ kind: 'uses', toType: 'AWS::EC2::EIP', toId: made.eip });
    const snapshot = await one('AWS::EC2::Snapshot', made.snapshot);
    expect(snapshot.attributes).toMatchObject({ encrypted: false, volumeId: made.volume });
    expect(snapshot.arn).toBe(`arn:aws:ec2:${REGION}::snapshot/${made.snapshot}`);
    const image = await one('AWS::EC2::Image', made.image);
    expect(image.relationships.map(({ toType }) => toType).sort()).toEqual([
      'AWS::EC2::Instance',
      'AWS::EC2::Snapshot',
    ]);
    const [peering] = await bench.list(of('AWS::EC2::VPCPeeringConnection'));
    expect(peering?.relationships.map(({ kind }) => kind)).toEqual(['peersWith', 'peersWith']);
  });

  test('only what the account owns of images and snapshots', async () => {
    expect((await bench.list(of('AWS::EC2::Image'))).map(({ id }) => id)).toEqual([made.image]);
  });
});

test('lists go over many pages', async () => {
  const { ec2 } = bench.maker();
  for (let index = 0; index < 105; index += 1) {
    await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${index}.0.0/16` }));
  }
  const tables = await bench.list(of('AWS::EC2::RouteTable'));
  expect(new Set(tables.map(({ id }) => id)).size).toBe(tables.length);
  expect(tables).toHaveLength(107);
});

test('another region has its own, a default VPC only', async () => {
  expect(await bench.list(of('AWS::EC2::VPC'), 'us-east-2')).toHaveLength(1);
  expect(await bench.list(of('AWS::EC2::Instance'), 'us-east-2')).toEqual([]);
  expect(await bench.list(of('AWS::EC2::Region'))).toHaveLength(19);
});

test('a denied call is an error, never an empty list', async () => {
  const match = { service: 'ec2', action: 'DescribeVolumes' };
  bench.aws.sandbox.faults.add({ kind: 'deny', times: 1, match });
  await expect(bench.list(of('AWS::EC2::Volume'))).rejects.toThrow(/not authorized/i);
});

test('what changes is read anew and what ends is missing', async () => {
  const { ec2 } = bench.maker();
  const group = of('AWS::EC2::SecurityGroup');
  await ec2.send(
    new RevokeSecurityGroupIngressCommand({
      GroupId: made.group,
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: '0.0.0.0/0',
    }),
  );
  const [read] = (await named(made.group)(group)).found;
  expect(JSON.stringify(group.normalize(read?.raw, bench.contextOf(group)).attributes.ipPermissions)).not.toContain(
    '0.0.0.0/0',
  );
  const instance = of('AWS::EC2::Instance');
  await ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: made.instance, HttpTokens: 'optional' }));
  await ec2.send(new CreateTagsCommand({ Resources: [made.instance], Tags: [{ Key: 'team', Value: 'ops' }] }));
  const [tagged] = (await named(made.instance)(instance)).found;
  expect(instance.normalize(tagged?.raw, bench.contextOf(instance)).tags).toEqual({ Name: 'bastion-1', team: 'ops' });
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [made.instance] }));
  await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: made.nat }));
  await ec2.send(new DeleteKeyPairCommand({ KeyName: 'ops' }));
  expect((await named(made.instance)(instance)).missing).toHaveLength(1);
  expect((await named(made.nat)(of('AWS::EC2::NatGateway'))).missing).toHaveLength(1);
  const keyPair = of('AWS::EC2::KeyPair');
  const gone = await keyPair.getMany(bench.contextOf(keyPair), [{ name: 'ops' }]);
  expect(gone.missing).toEqual([expect.objectContaining({ ref: { name: 'ops' } })]);
});

test('each change that the sandbox records names what it changed', () => {
  const changes = bench.aws.sandbox.world.changes
    .since(0)
    .filter(({ eventSource }) => eventSource === 'ec2.amazonaws.com');
  expect(new Set(changes.map(({ eventName }) => eventName)).size).toBeGreaterThan(18);
  const silent = changes.filter((change) => {
    const event = change as unknown as TrailEvent;
    const refs = ec2Collectors.flatMap((one) =>
      one.events.filter(({ name }) => name === change.eventName).flatMap((mapping) => mapping.refs(event)),
    );
    return refs.length === 0;
  });
  expect(silent.map(({ eventName }) => eventName)).toEqual([]);
});
