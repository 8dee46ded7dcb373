import { DescribeVolumesCommand, type Volume } from '@aws-sdk/client-ec2';
import { nothing } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, edgeByArn } from './values';

const TYPE = 'AWS::EC2::Volume';

export const volumeCollector: Collector<Volume> = {
  service: 'ec2',
  type: TYPE,
  title: 'EBS volume',
  scope: 'regional',
  actions: ['ec2:DescribeVolumes'],
  enrichingActions: [],
  readActions: [],
  ...describing<Volume>({
    idOf: (volume) => volume.VolumeId,
    idFilter: 'volume-id',
    isGone: ({ State }) => State === 'deleting' || State === 'deleted',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeVolumesCommand({ Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.Volumes,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.VolumeId,
      arn: raw.VolumeArn ?? ec2Arn(env, 'volume', raw.VolumeId ?? '', raw.OwnerId),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, { omit: ['VolumeArn'], sort: ['Attachments'] }),
      relationships: [
        edgeByArn('encryptsWith', 'AWS::KMS::Key', raw.KmsKeyId),
        edge('restoredFrom', 'AWS::EC2::Snapshot', raw.SnapshotId),
      ],
      createdAt: raw.CreateTime,
    }),
  events: [
    ...ec2Events(ids({ answers: ['volumeId'] }), { creates: ['CreateVolume'] }),
    ...ec2Events(ids({ answers: ['volumeSet.items[].volumeId'] }), { creates: ['CopyVolumes'] }),
    // Empty as a rule: an instance's volumes are made after the call has answered, and go with it untold.
    ...ec2Events(nothing, { creates: ['RunInstances'], deletes: ['TerminateInstances'] }),
    ...ec2Events(ids({ answers: ['instancesSet.items[].blockDeviceMapping.items[].ebs.volumeId'] }), {
      creates: ['RunInstances'],
    }),
    ...ec2Events(ids({ asks: ['volumeId'] }), {
      creates: ['RestoreVolumeFromRecycleBin'],
      updates: ['AttachVolume', 'DetachVolume', 'ModifyVolume', 'ModifyVolumeAttribute', 'EnableVolumeIO'],
      deletes: ['DeleteVolume'],
    }),
    ...taggingEvents('vol-'),
  ],
};
