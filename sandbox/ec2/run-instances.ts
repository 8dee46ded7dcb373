import { type Reservation, RunInstances$, type RunInstancesRequest } from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import { encryptedByDefault } from './ebs-encryption';
import { findImage } from './images';
import type { Ec2Call } from './kit/call';
import { missing, need, notFound } from './kit/errors';
import { ec2Write } from './kit/operation';
import type { GroupRow, SubnetRow } from './kit/rows';
import { showInstance } from './kit/show-instance';
import { tagsFor } from './kit/tags';
import { type DiskParts, makeInstance } from './make/compute';
import { ebsKeyArn } from './make/ebs-key';
import { publicAddress } from './make/interfaces';
import { ec2Id, makerOf } from './make/maker';

function subnetOf({ ec2 }: Ec2Call, input: RunInstancesRequest): SubnetRow {
  const id = input.SubnetId ?? input.NetworkInterfaces?.[0]?.SubnetId;
  if (id) return need(ec2.subnets, 'subnet', id);
  const zone = input.Placement?.AvailabilityZone;
  const standard = ec2.subnets.list().find((each) => each.DefaultForAz && (!zone || each.AvailabilityZone === zone));
  if (!standard) {
    throw new AwsError('MissingInput', 'No subnets found for the default VPC. Please specify a subnet.');
  }
  return standard;
}

function groupsOf({ ec2 }: Ec2Call, input: RunInstancesRequest, subnet: SubnetRow): GroupRow[] {
  const ids = input.SecurityGroupIds ?? input.NetworkInterfaces?.[0]?.Groups ?? [];
  const inVpc = ec2.groups.list().filter(({ VpcId }) => VpcId === subnet.VpcId);
  const named = (input.SecurityGroups ?? []).map((name) => {
    const group = inVpc.find(({ GroupName }) => GroupName === name);
    if (!group) throw notFound('group', name);
    return group;
  });
  const chosen = [...ids.map((id) => need(ec2.groups, 'group', id)), ...named];
  const foreign = chosen.find(({ VpcId }) => VpcId !== subnet.VpcId);
  if (foreign) {
    throw new AwsError(
      'InvalidParameter',
      `Security group ${foreign.GroupId} and subnet ${subnet.SubnetId} belong to different networks.`,
    );
  }
  return chosen.length > 0 ? chosen : inVpc.filter(({ GroupName }) => GroupName === 'default');
}

function disksOf(call: Ec2Call, input: RunInstancesRequest, image: ReturnType<typeof findImage>): DiskParts[] {
  const given = new Map((input.BlockDeviceMappings ?? []).map((each) => [each.DeviceName ?? '', each]));
  for (const mapping of image.BlockDeviceMappings ?? []) {
    const { DeviceName = '' } = mapping;
    const own = given.get(DeviceName);
    if (own?.NoDevice !== undefined) given.delete(DeviceName);
    else given.set(DeviceName, { ...mapping, ...own, Ebs: { ...mapping.Ebs, ...own?.Ebs } });
  }
  const tags = tagsFor(input.TagSpecifications, 'volume');
  return [...given.values()].flatMap(({ DeviceName: device = '/dev/xvda', Ebs }) => {
    if (!Ebs) return [];
    const encrypted = Ebs.Encrypted || encryptedByDefault(call);
    return [
      {
        device,
        size: Ebs.VolumeSize ?? 8,
        type: Ebs.VolumeType ?? 'gp3',
        iops: Ebs.Iops,
        throughput: Ebs.Throughput,
        snapshotId: Ebs.SnapshotId,
        encrypted,
        ...(encrypted && { kmsKeyId: Ebs.KmsKeyId ?? ebsKeyArn(call.account, call.region, call.now) }),
        keep: Ebs.DeleteOnTermination === false,
        tags,
      },
    ];
  });
}

function profileOf({ account }: Ec2Call, input: RunInstancesRequest) {
  const wanted = input.IamInstanceProfile;
  if (!wanted) return undefined;
  const name = wanted.Name ?? wanted.Arn?.split('/').at(-1) ?? '';
  const profile = account.instanceProfiles.get(name);
  if (!profile) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${wanted.Name ?? wanted.Arn}) for parameter iamInstanceProfile.${wanted.Name ? 'name' : 'arn'} is invalid. Invalid IAM Instance Profile ${wanted.Name ? 'name' : 'ARN'}`,
    );
  }
  return { arn: profile.arn, id: profile.id };
}

function run(call: Ec2Call, input: RunInstancesRequest): Reservation {
  if (!input.ImageId) throw missing('ImageId');
  const image = findImage(call, input.ImageId);
  const subnet = subnetOf(call, input);
  const groups = groupsOf(call, input, subnet);
  const disks = disksOf(call, input, image);
  const profile = profileOf(call, input);
  const keyName = input.KeyName;
  if (keyName && !call.ec2.keyPairs.list().some(({ KeyName }) => KeyName === keyName))
    throw notFound('keyPair', keyName);
  const maker = makerOf(call);
  const reservationId = ec2Id(maker, 'r');
  const wantsPublic = input.NetworkInterfaces?.[0]?.AssociatePublicIpAddress ?? subnet.MapPublicIpOnLaunch;
  const rows = Array.from({ length: input.MaxCount ?? 1 }, (_, index) =>
    makeInstance(maker, {
      image,
      type: input.InstanceType ?? 'm1.small',
      subnet,
      groups,
      disks,
      address: input.PrivateIpAddress ?? input.NetworkInterfaces?.[0]?.PrivateIpAddress,
      publicIp: wantsPublic ? publicAddress(maker) : undefined,
      keyName,
      profile,
      tags: tagsFor(input.TagSpecifications, 'instance'),
      interfaceTags: tagsFor(input.TagSpecifications, 'network-interface'),
      reservationId,
      index,
      imdsV1: input.MetadataOptions?.HttpTokens === 'optional',
      monitoring: input.Monitoring?.Enabled ?? false,
      clientToken: input.ClientToken,
    }),
  );
  if (input.DisableApiTermination || input.DisableApiStop) {
    const protect = { termination: input.DisableApiTermination ?? false, stop: input.DisableApiStop ?? false };
    for (const row of rows) call.ec2.instances.put(row.InstanceId, { ...row, protect }, call.now);
  }
  const Instances = rows.map((row) => ({
    ...showInstance(call.ec2, row),
    State: { Code: 0, Name: 'pending' as const },
  }));
  return { ReservationId: reservationId, OwnerId: call.account.id, Groups: [], Instances };
}

/** What AWS asks: the instance and everything it is made with. */
function asked(input: RunInstancesRequest, call: Ec2Call): string[] {
  const groups = input.SecurityGroupIds ?? input.NetworkInterfaces?.[0]?.Groups ?? [];
  const subnet = input.SubnetId ?? input.NetworkInterfaces?.[0]?.SubnetId;
  return [
    'instance/*',
    'volume/*',
    'network-interface/*',
    `image/${input.ImageId}`,
    `subnet/${subnet ?? '*'}`,
    ...(groups.length > 0 ? groups : ['*']).map((id) => `security-group/${id}`),
    ...(input.KeyName && call ? [`key-pair/${input.KeyName}`] : []),
  ];
}

export const runInstanceOperations = {
  RunInstances: ec2Write<RunInstancesRequest, Reservation>(RunInstances$, asked, run),
};
