import type { Tag } from '@aws-sdk/client-ec2';
import { AMAZON, type PublicImage } from '../kit/public-images';
import type { GroupRow, ImageRow, InstanceRow, KeyPairRow, SnapshotRow, SubnetRow, VolumeRow } from '../kit/rows';
import { makeInterface, privateName, publicName } from './interfaces';
import { ec2ArnOf, ec2Id, type Maker } from './maker';

type VolumeParts = {
  size: number;
  zone: string;
  type?: VolumeRow['VolumeType'] | undefined;
  encrypted?: boolean | undefined;
  kmsKeyId?: string | undefined;
  snapshotId?: string | undefined;
  iops?: number | undefined;
  throughput?: number | undefined;
  tags?: Tag[] | undefined;
  attachment?: NonNullable<VolumeRow['Attachments']>[number] | undefined;
};

export function makeVolume(maker: Maker, parts: VolumeParts): VolumeRow {
  const VolumeId = ec2Id(maker, 'vol');
  const type = parts.type ?? 'gp2';
  const iops = parts.iops ?? (type === 'gp3' ? 3000 : type === 'gp2' ? Math.max(100, parts.size * 3) : undefined);
  return maker.keep(maker.ec2.volumes, VolumeId, {
    VolumeId,
    VolumeArn: ec2ArnOf(maker, `volume/${VolumeId}`),
    OwnerId: maker.accountId,
    AvailabilityZone: parts.zone,
    Size: parts.size,
    VolumeType: type,
    ...(iops !== undefined && { Iops: iops }),
    ...(type === 'gp3' && { Throughput: parts.throughput ?? 125 }),
    SnapshotId: parts.snapshotId ?? '',
    Encrypted: parts.encrypted ?? false,
    ...(parts.kmsKeyId && { KmsKeyId: parts.kmsKeyId }),
    MultiAttachEnabled: false,
    State: parts.attachment ? 'in-use' : 'available',
    CreateTime: maker.now,
    Attachments: parts.attachment ? [{ ...parts.attachment, VolumeId }] : [],
    Tags: parts.tags ?? [],
  });
}

export function makeSnapshot(
  maker: Maker,
  parts: {
    volumeId: string;
    size: number;
    encrypted?: boolean | undefined;
    kmsKeyId?: string | undefined;
    description?: string | undefined;
    tags?: Tag[] | undefined;
    sharedWith?: string[];
  },
): SnapshotRow {
  const SnapshotId = ec2Id(maker, 'snap');
  return maker.keep(maker.ec2.snapshots, SnapshotId, {
    SnapshotId,
    VolumeId: parts.volumeId,
    VolumeSize: parts.size,
    OwnerId: maker.accountId,
    Description: parts.description ?? '',
    Encrypted: parts.encrypted ?? false,
    ...(parts.kmsKeyId && { KmsKeyId: parts.kmsKeyId }),
    State: 'completed',
    Progress: '100%',
    StartTime: maker.now,
    StorageTier: 'standard',
    Tags: parts.tags ?? [],
    sharedWith: parts.sharedWith ?? [],
  });
}

export function makeImage(
  maker: Maker,
  parts: {
    name: string;
    description?: string | undefined;
    mappings: NonNullable<ImageRow['BlockDeviceMappings']>;
    architecture?: ImageRow['Architecture'] | undefined;
    rootDevice?: string | undefined;
    tags?: Tag[] | undefined;
    sourceInstanceId?: string | undefined;
    sharedWith?: string[];
  },
): ImageRow {
  const ImageId = ec2Id(maker, 'ami');
  return maker.keep(maker.ec2.images, ImageId, {
    ImageId,
    Name: parts.name,
    ...(parts.description && { Description: parts.description }),
    ImageLocation: `${maker.accountId}/${parts.name}`,
    ImageType: 'machine',
    OwnerId: maker.accountId,
    CreationDate: new Date(maker.now).toISOString(),
    State: 'available',
    Public: parts.sharedWith?.includes('all') ?? false,
    Architecture: parts.architecture ?? 'x86_64',
    RootDeviceType: 'ebs',
    RootDeviceName: parts.rootDevice ?? '/dev/xvda',
    BlockDeviceMappings: parts.mappings,
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    DeregistrationProtection: 'disabled',
    ...(parts.sourceInstanceId && { SourceInstanceId: parts.sourceInstanceId }),
    Tags: parts.tags ?? [],
    sharedWith: parts.sharedWith ?? [],
  });
}

export function makeKeyPair(
  maker: Maker,
  name: string,
  more: { type?: 'rsa' | 'ed25519'; fingerprint?: string; tags?: Tag[] } = {},
): KeyPairRow {
  const KeyPairId = ec2Id(maker, 'key');
  const bytes = maker.random.bytes(20).toString('hex').match(/../g) ?? [];
  return maker.keep(maker.ec2.keyPairs, KeyPairId, {
    KeyPairId,
    KeyName: name,
    KeyType: more.type ?? 'rsa',
    KeyFingerprint: more.fingerprint ?? bytes.join(':'),
    CreateTime: maker.now,
    Tags: more.tags ?? [],
  });
}

export type DiskParts = Omit<VolumeParts, 'zone' | 'attachment'> & { device: string; keep?: boolean | undefined };

/** An instance with its first interface and its volumes, running. */
export function makeInstance(
  maker: Maker,
  parts: {
    image: Pick<PublicImage, 'ImageId' | 'Architecture' | 'RootDeviceName' | 'PlatformDetails'>;
    type: NonNullable<InstanceRow['InstanceType']>;
    subnet: SubnetRow;
    groups: readonly Pick<GroupRow, 'GroupId' | 'GroupName'>[];
    disks: readonly DiskParts[];
    address?: string | undefined;
    publicIp?: string | undefined;
    keyName?: string | undefined;
    profile?: { arn: string; id: string } | undefined;
    tags?: Tag[];
    reservationId?: string;
    index?: number;
    state?: 'running' | 'stopped';
    imdsV1?: boolean;
    monitoring?: boolean;
    clientToken?: string | undefined;
    interfaceTags?: Tag[];
  },
): InstanceRow {
  const InstanceId = ec2Id(maker, 'i');
  const attachment = (id: string) => ({
    AttachmentId: id,
    AttachTime: maker.now,
    DeleteOnTermination: true,
    DeviceIndex: 0,
    NetworkCardIndex: 0,
    InstanceId,
    InstanceOwnerId: maker.accountId,
    Status: 'attached' as const,
  });
  const face = makeInterface(maker, parts.subnet, {
    address: parts.address,
    groups: parts.groups,
    publicIp: parts.state === 'stopped' ? undefined : parts.publicIp,
    attachment: attachment(ec2Id(maker, 'eni-attach')),
    tags: parts.interfaceTags ?? [],
  });
  const zone = parts.subnet.AvailabilityZone ?? '';
  const mappings = parts.disks.map(({ device, keep, ...disk }) => {
    const held = { Device: device, InstanceId, State: 'attached' as const, AttachTime: maker.now };
    const volume = makeVolume(maker, { ...disk, zone, attachment: { ...held, DeleteOnTermination: !keep } });
    return {
      DeviceName: device,
      Ebs: {
        VolumeId: volume.VolumeId,
        Status: 'attached' as const,
        AttachTime: maker.now,
        DeleteOnTermination: !keep,
      },
    };
  });
  const stopped = parts.state === 'stopped';
  const publicIp = face.Association?.PublicIp;
  return maker.keep(maker.ec2.instances, InstanceId, {
    InstanceId,
    reservationId: parts.reservationId ?? ec2Id(maker, 'r'),
    interfaceIds: [face.NetworkInterfaceId],
    protect: { termination: false, stop: false },
    AmiLaunchIndex: parts.index ?? 0,
    Architecture: parts.image.Architecture,
    BlockDeviceMappings: mappings,
    ClientToken: parts.clientToken ?? '',
    CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 },
    EbsOptimized: false,
    EnaSupport: true,
    EnclaveOptions: { Enabled: false },
    HibernationOptions: { Configured: false },
    Hypervisor: 'xen',
    ...(parts.profile && { IamInstanceProfile: { Arn: parts.profile.arn, Id: parts.profile.id } }),
    ...(parts.profile && { profileAssociationId: ec2Id(maker, 'iip-assoc') }),
    ImageId: parts.image.ImageId,
    InstanceType: parts.type,
    ...(parts.keyName && { KeyName: parts.keyName }),
    LaunchTime: maker.now,
    MaintenanceOptions: { AutoRecovery: 'default' },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: parts.imdsV1 ? 'optional' : 'required',
      HttpPutResponseHopLimit: parts.imdsV1 ? 1 : 2,
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: 'disabled',
    },
    Monitoring: { State: parts.monitoring ? 'enabled' : 'disabled' },
    Placement: { AvailabilityZone: zone, GroupName: '', Tenancy: 'default' },
    PlatformDetails: parts.image.PlatformDetails ?? AMAZON.linux,
    PrivateDnsName: privateName(maker.region, face.PrivateIpAddress),
    PrivateIpAddress: face.PrivateIpAddress,
    PublicDnsName: publicIp ? publicName(maker.region, publicIp) : '',
    ...(publicIp && { PublicIpAddress: publicIp }),
    RootDeviceName: parts.image.RootDeviceName,
    RootDeviceType: 'ebs',
    SourceDestCheck: true,
    State: stopped ? { Code: 80, Name: 'stopped' } : { Code: 16, Name: 'running' },
    StateTransitionReason: '',
    SubnetId: parts.subnet.SubnetId,
    Tags: parts.tags ?? [],
    UsageOperation: 'RunInstances',
    VirtualizationType: 'hvm',
    VpcId: parts.subnet.VpcId,
  });
}
