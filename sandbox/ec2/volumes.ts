import {
  AttachVolume$,
  type AttachVolumeRequest,
  CreateVolume$,
  type CreateVolumeRequest,
  DeleteVolume$,
  type DeleteVolumeRequest,
  DescribeVolumes$,
  type DescribeVolumesRequest,
  type DescribeVolumesResult,
  DetachVolume$,
  type DetachVolumeRequest,
  ModifyVolume$,
  type ModifyVolumeRequest,
  type ModifyVolumeResult,
  type Volume,
  Volume$,
  type VolumeAttachment,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import { encryptedByDefault } from './ebs-encryption';
import type { Ec2Call } from './kit/call';
import { missing, need } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makeVolume } from './make/compute';
import { ebsKeyArn } from './make/ebs-key';
import { makerOf } from './make/maker';

const asked = (input: { VolumeId?: string | undefined }) => [`volume/${input.VolumeId}`];

function create(call: Ec2Call, input: CreateVolumeRequest): Volume {
  if (!input.AvailabilityZone) throw missing('AvailabilityZone');
  const snapshot = input.SnapshotId ? need(call.ec2.snapshots, 'snapshot', input.SnapshotId) : undefined;
  const size = input.Size ?? snapshot?.VolumeSize;
  if (size === undefined) throw missing('size/snapshot');
  const encrypted = input.Encrypted || snapshot?.Encrypted || encryptedByDefault(call);
  const made = makeVolume(makerOf(call), {
    size,
    zone: input.AvailabilityZone,
    type: input.VolumeType,
    iops: input.Iops,
    throughput: input.Throughput,
    snapshotId: input.SnapshotId,
    encrypted,
    ...(encrypted && {
      kmsKeyId: input.KmsKeyId ?? snapshot?.KmsKeyId ?? ebsKeyArn(call.account, call.region, call.now),
    }),
    tags: tagsFor(input.TagSpecifications, 'volume'),
  });
  return { ...toAnswer<Volume>(made), State: 'creating' };
}

function attach(call: Ec2Call, input: AttachVolumeRequest): VolumeAttachment {
  const { ec2, now } = call;
  const volume = need(ec2.volumes, 'volume', input.VolumeId);
  const instance = need(ec2.instances, 'instance', input.InstanceId);
  const Device = input.Device ?? '/dev/sdf';
  if (volume.State === 'in-use') {
    throw new AwsError('VolumeInUse', `${volume.VolumeId} is already attached to an instance`);
  }
  if (volume.AvailabilityZone !== instance.Placement?.AvailabilityZone) {
    throw new AwsError(
      'InvalidVolume.ZoneMismatch',
      `The volume '${volume.VolumeId}' is not in the same availability zone as instance '${instance.InstanceId}'`,
    );
  }
  if (instance.BlockDeviceMappings?.some(({ DeviceName }) => DeviceName === Device)) {
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value '${Device}' for unixDevice. Attachment point ${Device} is already in use`,
    );
  }
  const common = { AttachTime: now, DeleteOnTermination: false };
  const attachment = { ...common, Device, InstanceId: instance.InstanceId, VolumeId: volume.VolumeId };
  const held = { ...attachment, State: 'attached' as const };
  ec2.volumes.put(volume.VolumeId, { ...volume, State: 'in-use', Attachments: [held] }, now);
  const mapping = { DeviceName: Device, Ebs: { ...common, Status: 'attached' as const, VolumeId: volume.VolumeId } };
  const BlockDeviceMappings = [...(instance.BlockDeviceMappings ?? []), mapping];
  ec2.instances.put(instance.InstanceId, { ...instance, BlockDeviceMappings }, now);
  return { ...attachment, AttachTime: new Date(now), State: 'attaching' };
}

function detach(call: Ec2Call, input: DetachVolumeRequest): VolumeAttachment {
  const { ec2, now } = call;
  const volume = need(ec2.volumes, 'volume', input.VolumeId);
  const attachment = volume.Attachments?.[0];
  if (!attachment) {
    throw new AwsError('IncorrectState', `Volume '${volume.VolumeId}' is in the 'available' state.`);
  }
  ec2.volumes.put(volume.VolumeId, { ...volume, State: 'available', Attachments: [] }, now);
  const instance = ec2.instances.get(attachment.InstanceId ?? '');
  if (instance) {
    const BlockDeviceMappings =
      instance.BlockDeviceMappings?.filter(({ Ebs }) => Ebs?.VolumeId !== volume.VolumeId) ?? [];
    ec2.instances.put(instance.InstanceId, { ...instance, BlockDeviceMappings }, now);
  }
  return { ...toAnswer<VolumeAttachment>(attachment), State: 'detaching' };
}

export const volumeOperations = {
  DescribeVolumes: ec2Read<DescribeVolumesRequest, DescribeVolumesResult>(DescribeVolumes$, ({ ec2 }, input) => {
    const { rows, NextToken } = select(ec2.volumes.list(), input, {
      kind: 'volume',
      idOf: (row) => row.VolumeId,
      ids: input.VolumeIds,
      schema: Volume$,
      filters: {
        status: (row) => row.State,
        'attachment.instance-id': (row) => row.Attachments?.map(({ InstanceId }) => InstanceId) ?? [],
        'attachment.device': (row) => row.Attachments?.map(({ Device }) => Device) ?? [],
        'attachment.status': (row) => row.Attachments?.map(({ State }) => State) ?? [],
      },
    });
    return { Volumes: rows.map((row) => toAnswer<Volume>(row)), NextToken };
  }),
  CreateVolume: ec2Write<CreateVolumeRequest, Volume>(CreateVolume$, () => ['volume/*'], create),
  DeleteVolume: ec2Write<DeleteVolumeRequest, object>(DeleteVolume$, asked, (call, input) => {
    const volume = need(call.ec2.volumes, 'volume', input.VolumeId);
    if (volume.State === 'in-use') {
      throw new AwsError(
        'VolumeInUse',
        `Volume ${volume.VolumeId} is currently attached to ${volume.Attachments?.[0]?.InstanceId}`,
      );
    }
    call.ec2.volumes.delete(volume.VolumeId, call.now);
    return {};
  }),
  AttachVolume: ec2Write<AttachVolumeRequest, VolumeAttachment>(
    AttachVolume$,
    (input) => [`volume/${input.VolumeId}`, `instance/${input.InstanceId}`],
    attach,
  ),
  DetachVolume: ec2Write<DetachVolumeRequest, VolumeAttachment>(DetachVolume$, asked, detach),
  ModifyVolume: ec2Write<ModifyVolumeRequest, ModifyVolumeResult>(
    ModifyVolume$,
    asked,
    (call, input) => {
      const volume = need(call.ec2.volumes, 'volume', input.VolumeId);
      const { Size = 0 } = volume;
      if (input.Size !== undefined && input.Size < Size) {
        throw new AwsError('InvalidParameterValue', `New size cannot be smaller than existing size`);
      }
      const changed = {
        ...volume,
        Size: input.Size ?? Size,
        VolumeType: input.VolumeType ?? volume.VolumeType,
        ...(input.Iops !== undefined && { Iops: input.Iops }),
        ...(input.Throughput !== undefined && { Throughput: input.Throughput }),
      };
      call.ec2.volumes.put(volume.VolumeId, changed, call.now);
      return {
        VolumeModification: {
          VolumeId: volume.VolumeId,
          ModificationState: 'modifying',
          OriginalSize: Size,
          OriginalVolumeType: volume.VolumeType,
          TargetSize: changed.Size,
          TargetVolumeType: changed.VolumeType,
          Progress: 0,
          StartTime: new Date(call.now),
        },
      };
    },
    { form: 'wrapped' },
  ),
};
