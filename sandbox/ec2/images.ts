import {
  CopyImage$,
  type CopyImageRequest,
  type CopyImageResult,
  CreateImage$,
  type CreateImageRequest,
  type CreateImageResult,
  DeregisterImage$,
  type DeregisterImageRequest,
  type DeregisterImageResult,
  DescribeImages$,
  type DescribeImagesRequest,
  type DescribeImagesResult,
  Image$,
  ModifyImageAttribute$,
  type ModifyImageAttributeRequest,
  RegisterImage$,
  type RegisterImageRequest,
  type RegisterImageResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../wire/errors';
import type { Ec2Call } from './kit/call';
import { missing, need, notFound } from './kit/errors';
import { ec2Read, ec2Write } from './kit/operation';
import { type PublicImage, publicImages } from './kit/public-images';
import { ec2Tables, type ImageRow, toAnswer } from './kit/rows';
import { select } from './kit/select';
import { tagsFor } from './kit/tags';
import { makeImage, makeSnapshot } from './make/compute';
import { makerOf } from './make/maker';

const shown = ({ sharedWith: _shared, ...row }: ImageRow) => toAnswer(row) as PublicImage;

/** Images this account may start: its own, those shared with it or with all, and Amazon's. */
function visible(call: Ec2Call): PublicImage[] {
  const others = [...call.world.accounts.values()].flatMap((account) =>
    ec2Tables(account, call.region)
      .images.list()
      .filter(
        ({ sharedWith }) =>
          account.id === call.account.id || sharedWith.some((id) => id === 'all' || id === call.account.id),
      ),
  );
  return [...others.map(shown), ...publicImages(call.region)].sort((a, b) => (a.ImageId < b.ImageId ? -1 : 1));
}

export function findImage(call: Ec2Call, id: string): PublicImage {
  const found = visible(call).find(({ ImageId }) => ImageId === id);
  if (!found) throw notFound('image', id);
  return found;
}

function assertName({ ec2 }: Ec2Call, name: string | undefined): string {
  if (!name) throw missing('Name');
  const taken = ec2.images.list().find(({ Name }) => Name === name);
  if (taken)
    throw new AwsError('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${taken.ImageId}`);
  return name;
}

function createImage(call: Ec2Call, input: CreateImageRequest): CreateImageResult {
  const instance = need(call.ec2.instances, 'instance', input.InstanceId);
  const name = assertName(call, input.Name);
  const maker = makerOf(call);
  const mappings = (instance.BlockDeviceMappings ?? []).map(({ DeviceName, Ebs }) => {
    const volume = need(call.ec2.volumes, 'volume', Ebs?.VolumeId);
    const snapshot = makeSnapshot(maker, {
      volumeId: volume.VolumeId,
      size: volume.Size ?? 8,
      encrypted: volume.Encrypted,
      kmsKeyId: volume.KmsKeyId,
      description: `Created by CreateImage(${instance.InstanceId})`,
      tags: tagsFor(input.TagSpecifications, 'snapshot'),
    });
    return {
      DeviceName,
      Ebs: {
        SnapshotId: snapshot.SnapshotId,
        VolumeSize: volume.Size,
        VolumeType: volume.VolumeType,
        DeleteOnTermination: Ebs?.DeleteOnTermination,
        Encrypted: volume.Encrypted,
      },
    };
  });
  const made = makeImage(maker, {
    name,
    description: input.Description,
    mappings,
    architecture: instance.Architecture,
    rootDevice: instance.RootDeviceName,
    sourceInstanceId: instance.InstanceId,
    tags: tagsFor(input.TagSpecifications, 'image'),
  });
  return { ImageId: made.ImageId };
}

const same = (input: { ImageId?: string | undefined }) => [`image/${input.ImageId}`];

export const imageOperations = {
  DescribeImages: ec2Read<DescribeImagesRequest, DescribeImagesResult>(DescribeImages$, (call, input) => {
    const owners = (input.Owners ?? []).map((owner) => (owner === 'self' ? call.account.id : owner));
    const own = owners.length === 1 && owners[0] === call.account.id;
    const all = own ? call.ec2.images.list().map(shown) : visible(call);
    const owned = all.filter(
      ({ OwnerId = '', ImageOwnerAlias = '' }) =>
        owners.length === 0 || owners.includes(OwnerId) || owners.includes(ImageOwnerAlias),
    );
    const { rows, NextToken } = select(owned, input, {
      kind: 'image',
      idOf: (row) => row.ImageId,
      ids: input.ImageIds,
      schema: Image$,
      filters: {
        'is-public': (row) => row.Public,
        'owner-alias': (row) => row.ImageOwnerAlias,
        'block-device-mapping.snapshot-id': (row) => row.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.SnapshotId) ?? [],
      },
      limits: { min: 1, max: 1000 },
    });
    return { Images: rows, NextToken };
  }),
  CreateImage: ec2Write<CreateImageRequest, CreateImageResult>(
    CreateImage$,
    (input) => [`instance/${input.InstanceId}`, 'image/*', 'snapshot/*'],
    createImage,
  ),
  RegisterImage: ec2Write<RegisterImageRequest, RegisterImageResult>(
    RegisterImage$,
    () => ['image/*'],
    (call, input) => {
      const name = assertName(call, input.Name);
      const mappings = (input.BlockDeviceMappings ?? []).map((mapping) => {
        const snapshot = need(call.ec2.snapshots, 'snapshot', mapping.Ebs?.SnapshotId);
        return {
          DeviceName: mapping.DeviceName,
          Ebs: {
            VolumeType: 'standard' as const,
            VolumeSize: snapshot.VolumeSize,
            ...mapping.Ebs,
            Encrypted: snapshot.Encrypted,
          },
        };
      });
      const made = makeImage(makerOf(call), {
        name,
        description: input.Description,
        mappings,
        architecture: input.Architecture ?? 'i386',
        rootDevice: input.RootDeviceName,
        tags: tagsFor(input.TagSpecifications, 'image'),
      });
      return { ImageId: made.ImageId };
    },
  ),
  CopyImage: ec2Write<CopyImageRequest, CopyImageResult>(
    CopyImage$,
    () => ['image/*'],
    (call, input) => {
      const source = ec2Tables(call.account, input.SourceRegion ?? call.region).images.get(input.SourceImageId ?? '');
      if (!source) throw notFound('image', input.SourceImageId ?? '');
      const made = makeImage(makerOf(call), {
        name: assertName(call, input.Name),
        description: input.Description,
        mappings: source.BlockDeviceMappings ?? [],
        architecture: source.Architecture,
        rootDevice: source.RootDeviceName,
        tags: tagsFor(input.TagSpecifications, 'image'),
      });
      const copied = { ...made, SourceImageId: source.ImageId, SourceImageRegion: input.SourceRegion ?? call.region };
      call.ec2.images.put(made.ImageId, copied, call.now);
      return { ImageId: made.ImageId };
    },
  ),
  DeregisterImage: ec2Write<DeregisterImageRequest, DeregisterImageResult>(DeregisterImage$, same, (call, input) => {
    const { ImageId } = need(call.ec2.images, 'image', input.ImageId);
    call.ec2.images.delete(ImageId, call.now);
    return { Return: true };
  }),
  ModifyImageAttribute: ec2Write<ModifyImageAttributeRequest, object>(ModifyImageAttribute$, same, (call, input) => {
    const image = need(call.ec2.images, 'image', input.ImageId);
    const names = (list: { UserId?: string | undefined; Group?: string | undefined }[] | undefined) =>
      (list ?? []).map(({ UserId, Group }) => UserId ?? Group ?? '');
    const removed = new Set(names(input.LaunchPermission?.Remove));
    const kept = image.sharedWith.filter((each) => !removed.has(each));
    const sharedWith = [...new Set([...kept, ...names(input.LaunchPermission?.Add)])];
    const Description = input.Description?.Value ?? image.Description;
    const changed = { ...image, sharedWith, Public: sharedWith.includes('all'), ...(Description && { Description }) };
    call.ec2.images.put(image.ImageId, changed, call.now);
    return {};
  }),
};
