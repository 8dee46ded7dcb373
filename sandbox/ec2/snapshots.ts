import {
  CopySnapshot$,
  type CopySnapshotRequest,
  type CopySnapshotResult,
  CreateSnapshot$,
  type CreateSnapshotRequest,
  DeleteSnapshot$,
  type DeleteSnapshotRequest,
  DescribeSnapshotAttribute$,
  type DescribeSnapshotAttributeRequest,
  type DescribeSnapshotAttributeResult,
  DescribeSnapshots$,
  type DescribeSnapshotsRequest,
  type DescribeSnapshotsResult,
  ModifySnapshotAttribute$,
  type ModifySnapshotAttributeRequest,
  type Snapshot,
  Snapshot$,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { need, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { ec2Tables, type SnapshotRow, toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makeSnapshot } from './make/compute';
import { ebsKeyArn } from './make/ebs-key';
import { makerOf } from './make/maker';

const shown = ({ sharedWith: _shared, ...row }: SnapshotRow): Snapshot => toAnswer<Snapshot>(row);
const same = (input: { SnapshotId?: string | undefined }) => [`snapshot/${input.SnapshotId}`];

/** Those of other accounts only when they are shared with this one or with all. */
function visible(call: Ec2Call, input: DescribeSnapshotsRequest): SnapshotRow[] {
  const owners = (input.OwnerIds ?? []).map((owner) => (owner === 'self' ? call.account.id : owner));
  const accounts = [...call.world.accounts.values()].filter(({ id }) => owners.length === 0 || owners.includes(id));
  const rows = accounts.flatMap((account) =>
    ec2Tables(account, call.region)
      .snapshots.list()
      .filter(
        ({ sharedWith }) =>
          account.id === call.account.id || sharedWith.some((each) => each === 'all' || each === call.account.id),
      ),
  );
  const by = input.RestorableByUserIds?.map((each) => (each === 'self' ? call.account.id : each));
  const restorable = by?.length ? rows.filter(({ sharedWith }) => sharedWith.some((each) => by.includes(each))) : rows;
  return accounts.length > 1 ? restorable.sort((a, b) => (a.SnapshotId < b.SnapshotId ? -1 : 1)) : restorable;
}

function modify(call: Ec2Call, input: ModifySnapshotAttributeRequest): object {
  const snapshot = need(call.ec2.snapshots, 'snapshot', input.SnapshotId);
  const names = (list: { UserId?: string | undefined; Group?: string | undefined }[] | undefined) =>
    (list ?? []).map(({ UserId, Group }) => UserId ?? Group ?? '');
  const adding = input.OperationType === 'add';
  const loose = [...(input.UserIds ?? []), ...(input.GroupNames ?? [])];
  const added = [...names(input.CreateVolumePermission?.Add), ...(adding ? loose : [])];
  const removed = new Set([...names(input.CreateVolumePermission?.Remove), ...(adding ? [] : loose)]);
  if (snapshot.Encrypted && added.includes('all')) {
    throw new AwsError('OperationNotPermitted', 'Encrypted snapshots cannot be shared publicly.');
  }
  const sharedWith = [...new Set([...snapshot.sharedWith.filter((each) => !removed.has(each)), ...added])];
  call.ec2.snapshots.put(snapshot.SnapshotId, { ...snapshot, sharedWith }, call.now);
  return {};
}

export const snapshotOperations = {
  DescribeSnapshots: ec2Read<DescribeSnapshotsRequest, DescribeSnapshotsResult>(DescribeSnapshots$, (call, input) => {
    const { rows, NextToken } = select(visible(call, input), input, {
      kind: 'snapshot',
      idOf: (row) => row.SnapshotId,
      ids: input.SnapshotIds,
      schema: Snapshot$,
      filters: { status: (row) => row.State },
    });
    return { Snapshots: rows.map(shown), NextToken };
  }),
  CreateSnapshot: ec2Write<CreateSnapshotRequest, Snapshot>(
    CreateSnapshot$,
    (input) => ['snapshot/*', `volume/${input.VolumeId}`],
    (call, input) => {
      const volume = need(call.ec2.volumes, 'volume', input.VolumeId);
      const made = makeSnapshot(makerOf(call), {
        volumeId: volume.VolumeId,
        size: volume.Size ?? 1,
        encrypted: volume.Encrypted,
        kmsKeyId: volume.KmsKeyId,
        description: input.Description,
        tags: tagsFor(input.TagSpecifications, 'snapshot'),
      });
      return { ...shown(made), State: 'pending', Progress: '' };
    },
  ),
  CopySnapshot: ec2Write<CopySnapshotRequest, CopySnapshotResult>(
    CopySnapshot$,
    () => ['snapshot/*'],
    (call, input) => {
      const tables = ec2Tables(call.account, input.SourceRegion ?? call.region);
      const source = tables.snapshots.get(input.SourceSnapshotId ?? '');
      if (!source) throw notFound('snapshot', input.SourceSnapshotId ?? '');
      const encrypted = input.Encrypted || source.Encrypted;
      const tags = tagsFor(input.TagSpecifications, 'snapshot');
      const made = makeSnapshot(makerOf(call), {
        volumeId: 'vol-ffffffff',
        size: source.VolumeSize ?? 1,
        encrypted,
        ...(encrypted && { kmsKeyId: input.KmsKeyId ?? ebsKeyArn(call.account, call.region, call.now) }),
        description: input.Description,
        tags,
      });
      return { SnapshotId: made.SnapshotId, Tags: tags };
    },
  ),
  DeleteSnapshot: ec2Write<DeleteSnapshotRequest, object>(DeleteSnapshot$, same, (call, input) => {
    const { SnapshotId } = need(call.ec2.snapshots, 'snapshot', input.SnapshotId);
    const user = call.ec2.images
      .list()
      .find(({ BlockDeviceMappings }) => BlockDeviceMappings?.some(({ Ebs }) => Ebs?.SnapshotId === SnapshotId));
    if (user) {
      throw new AwsError('InvalidSnapshot.InUse', `The snapshot ${SnapshotId} is currently in use by ${user.ImageId}`);
    }
    call.ec2.snapshots.delete(SnapshotId, call.now);
    return {};
  }),
  DescribeSnapshotAttribute: ec2Read<DescribeSnapshotAttributeRequest, DescribeSnapshotAttributeResult>(
    DescribeSnapshotAttribute$,
    (call, input) => {
      const { SnapshotId, sharedWith } = need(call.ec2.snapshots, 'snapshot', input.SnapshotId);
      const CreateVolumePermissions = sharedWith.map((each) =>
        each === 'all' ? { Group: 'all' as const } : { UserId: each },
      );
      return { SnapshotId, CreateVolumePermissions };
    },
  ),
  ModifySnapshotAttribute: ec2Write<ModifySnapshotAttributeRequest, object>(ModifySnapshotAttribute$, same, modify),
};
