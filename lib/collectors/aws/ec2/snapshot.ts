import { DescribeSnapshotsCommand, type Snapshot } from '@aws-sdk/client-ec2';
import { nothing, refFrom, trailEvents } from '@/lib/collectors/trail-refs';
import type { Collector } from '@/lib/collectors/types';
import { ec2Events, ids, taggingEvents } from './events';
import { describing } from './reads/describe';
import { pagesOf } from './reads/pages';
import { ec2Arn, ec2Attributes, ec2Resource, edge, edgeByArn } from './values';

const TYPE = 'AWS::EC2::Snapshot';

/** What a snapshot that was copied says of its volume, which it has none of (EC2 API Reference, "Snapshot"). */
const NO_VOLUME = 'vol-ffffffff';

export const snapshotCollector: Collector<Snapshot> = {
  service: 'ec2',
  type: TYPE,
  title: 'EBS snapshot',
  scope: 'regional',
  actions: ['ec2:DescribeSnapshots'],
  enrichingActions: [],
  readActions: [],
  ...describing<Snapshot>({
    idOf: (snapshot) => snapshot.SnapshotId,
    idFilter: 'snapshot-id',
    read: (ctx, Filters) =>
      pagesOf(
        ctx,
        (ec2, NextToken, options) =>
          ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters, NextToken, MaxResults: 1000 }), options),
        (page) => page.Snapshots,
      ),
  }),
  normalize: (raw, env) =>
    ec2Resource(env, TYPE, {
      id: raw.SnapshotId,
      arn: ec2Arn(env, 'snapshot', raw.SnapshotId ?? '', ''),
      tags: raw.Tags,
      attributes: ec2Attributes(raw, {
        omit: ['Progress', 'CompletionTime', 'FullSnapshotSizeInBytes', 'RestoreExpiryTime', 'StateMessage'],
      }),
      volatile: {
        progress: raw.Progress ?? null,
        completionTime: raw.CompletionTime?.toISOString() ?? null,
        fullSnapshotSizeInBytes: raw.FullSnapshotSizeInBytes ?? null,
        restoreExpiryTime: raw.RestoreExpiryTime?.toISOString() ?? null,
        stateMessage: raw.StateMessage || null,
      },
      relationships: [
        edgeByArn('encryptsWith', 'AWS::KMS::Key', raw.KmsKeyId),
        edge('belongsTo', 'AWS::EC2::Volume', raw.VolumeId === NO_VOLUME ? undefined : raw.VolumeId),
      ],
      createdAt: raw.StartTime,
    }),
  events: [
    ...ec2Events(ids({ answers: ['snapshotId'] }), { creates: ['CreateSnapshot', 'CopySnapshot'] }),
    ...ec2Events(ids({ answers: ['snapshotSet.items[].snapshotId'] }), { creates: ['CreateSnapshots'] }),
    // The snapshots come when the task or image is done, of which there is no event.
    ...ec2Events(nothing, { creates: ['ImportSnapshot', 'CreateImage'] }),
    ...ec2Events(ids({ asks: ['snapshotId'] }), {
      creates: ['RestoreSnapshotFromRecycleBin'],
      updates: [
        'ModifySnapshotAttribute',
        'ResetSnapshotAttribute',
        'ModifySnapshotTier',
        'RestoreSnapshotTier',
        'LockSnapshot',
        'UnlockSnapshot',
      ],
      deletes: ['DeleteSnapshot'],
    }),
    ...ec2Events(ids({ answers: ['deleteSnapshotResultSet.items[].snapshotId'] }), { deletes: ['DeregisterImage'] }),
    // EBS direct APIs: backup products write snapshots block by block.
    ...trailEvents('ebs.amazonaws.com', refFrom({ id: 'responseElements.snapshotId' }), { creates: ['StartSnapshot'] }),
    ...trailEvents('ebs.amazonaws.com', refFrom({ id: 'requestParameters.snapshotId' }), {
      updates: ['CompleteSnapshot'],
    }),
    ...taggingEvents('snap-'),
  ],
};
