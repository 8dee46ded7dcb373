import type { Image } from '@aws-sdk/client-ec2';
import { ec2Id, regionRandom } from '../make/maker';

export const AMAZON = { linux: 'Linux/UNIX', windows: 'Windows' } as const;

export type PublicImage = Image & { ImageId: string; RootDeviceName: string };

const OWNED = [
  { name: 'al2023-ami-2023.9.20261016.0-kernel-6.12-x86_64', owner: '137112412989', alias: 'amazon', size: 8 },
  { name: 'al2023-ami-2023.9.20261016.0-kernel-6.12-arm64', owner: '137112412989', alias: 'amazon', size: 8 },
  { name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20261014', owner: '099720109477', size: 8 },
  { name: 'Windows_Server-2025-English-Full-Base-2026.10.14', owner: '801119661308', alias: 'amazon', size: 30 },
] as const;

/** Images that everybody may start, with ids of their own in every region. */
export function publicImages(region: string): PublicImage[] {
  const random = regionRandom('amazon', region);
  return OWNED.map((each): PublicImage => {
    const root = each.name.startsWith('al2023') ? '/dev/xvda' : '/dev/sda1';
    const windows = each.name.startsWith('Windows');
    return {
      ImageId: ec2Id({ random }, 'ami'),
      Name: each.name,
      ...('alias' in each && { ImageOwnerAlias: each.alias }),
      ImageLocation: `${each.owner}/${each.name}`,
      ImageType: 'machine',
      OwnerId: each.owner,
      CreationDate: '2026-10-20T08:00:00.000Z',
      State: 'available',
      Public: true,
      Architecture: each.name.includes('arm64') ? 'arm64' : 'x86_64',
      RootDeviceType: 'ebs',
      RootDeviceName: root,
      BlockDeviceMappings: [
        {
          DeviceName: root,
          Ebs: {
            SnapshotId: ec2Id({ random }, 'snap'),
            VolumeSize: each.size,
            VolumeType: 'gp3',
            DeleteOnTermination: true,
            Encrypted: false,
          },
        },
      ],
      VirtualizationType: 'hvm',
      Hypervisor: 'xen',
      EnaSupport: true,
      PlatformDetails: windows ? AMAZON.windows : AMAZON.linux,
      ...(windows && { Platform: 'Windows' as const }),
      UsageOperation: windows ? 'RunInstances:0002' : 'RunInstances',
      ImdsSupport: 'v2.0',
    };
  });
}
