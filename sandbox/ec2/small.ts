import type { Account } from '../store/account';
import type { World } from '../store/world';
import { textOf } from './kit/cidr';
import { publicImages } from './kit/public-images';
import { ec2Tables, type VpcRow } from './kit/rows';
import { zonesOf } from './kit/zones';
import { makeImage, makeInstance, makeKeyPair, makeSnapshot, makeVolume } from './make/compute';
import { bindAddress, makeAddress, makeEndpoint, makeNatGateway } from './make/connect';
import { addDefaults } from './make/defaults';
import { ebsKeyArn } from './make/ebs-key';
import { ec2Id, type Maker, regionRandom, standingMaker } from './make/maker';
import {
  defaultRoute,
  everywhere,
  makeGroup,
  makeInternetGateway,
  makeRouteTable,
  makeSubnet,
  makeVpc,
  type NewRule,
} from './make/network';
import { peeringSide } from './vpc-peering';

const REGION = 'eu-west-1';
const DAY = 86_400_000;
const tag = (Name: string, team: string) => [
  { Key: 'Name', Value: Name },
  { Key: 'team', Value: team },
];

type Place = { maker: Maker; account: Account; aged: (days: number) => Maker };

/** EC2 of the small world: a production network, a data network peered with it, a careless staging. */
export function addSmallEc2(world: World): void {
  const payments = addPayments(placeOf(world, '339712905844'));
  const data = addData(placeOf(world, '730335184422'));
  addStaging(placeOf(world, '586209417733'));
  peer(world, payments, data);
}

function placeOf(world: World, accountId: string): Place {
  const account = world.accounts.get(accountId);
  if (!account) throw new Error(`The small world has no account ${accountId}.`);
  const now = world.clock.now();
  const maker = standingMaker(account, REGION, regionRandom(accountId, REGION, 11), now - 900 * DAY);
  addDefaults(maker);
  return { maker, account, aged: (days) => ({ ...maker, now: now - days * DAY }) };
}

const fromGroup = (groupId: string, accountId: string, port: number): NewRule => ({
  IsEgress: false,
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  ReferencedGroupInfo: { GroupId: groupId, UserId: accountId },
});

/** A VPC with a public and a private subnet in each zone. */
function network({ maker }: Place, name: string, octet: number) {
  const base = 10 * 2 ** 24 + octet * 2 ** 16;
  const { vpc } = makeVpc(maker, `${textOf(base)}/16`, { tags: tag(name, 'platform') });
  const subnets = (kind: 'public' | 'private') =>
    zonesOf(REGION).map((zone, index) =>
      makeSubnet(maker, vpc.VpcId, `${textOf(base + (kind === 'public' ? 0 : 2 ** 15) + index * 2 ** 12)}/20`, zone, {
        tags: tag(`${name}-${kind}-${zone.name.slice(-1)}`, 'platform'),
        publicIps: kind === 'public',
      }),
    );
  const [open, closed] = [subnets('public'), subnets('private')];
  const gateway = makeInternetGateway(maker, vpc.VpcId, tag(name, 'platform'));
  makeRouteTable(maker, vpc, {
    tags: tag(`${name}-public`, 'platform'),
    subnetIds: open.map(({ SubnetId }) => SubnetId),
    routes: [defaultRoute({ GatewayId: gateway.InternetGatewayId })],
  });
  return { vpc, open, closed };
}

function addPayments(place: Place): VpcRow {
  const { maker, account, aged } = place;
  const { vpc, open, closed } = network(place, 'payments', 20);
  const [front, back] = [open[0], closed[0]];
  if (!front || !back) throw new Error('A region has zones.');
  const nat = makeNatGateway(maker, front, { address: makeAddress(maker, tag('payments-nat', 'platform')) });
  const table = makeRouteTable(maker, vpc, {
    tags: tag('payments-private', 'platform'),
    subnetIds: closed.map(({ SubnetId }) => SubnetId),
    routes: [defaultRoute({ NatGatewayId: nat.NatGatewayId })],
  });
  const vpcId = vpc.VpcId;
  const group = (name: string, description: string, rules: NewRule[]) =>
    makeGroup(maker, { name, description, vpcId, rules, tags: tag(name, 'payments') });
  const edge = group('payments-edge', 'Public entrance', [everywhere({ from: 443 }), everywhere({ from: 80 })]);
  const app = group('payments-app', 'Application hosts', [fromGroup(edge.GroupId, account.id, 8080)]);
  group('payments-db', 'Databases', [fromGroup(app.GroupId, account.id, 5432)]);
  const bastion = group('bastion', 'Sign-in for on-call', [everywhere({ from: 22 }, 'temporary, 2023-04')]);
  group('windows-jump', 'Left from the migration', [
    { IsEgress: false, IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, CidrIpv6: '::/0' },
  ]);
  makeKeyPair(maker, 'on-call', { type: 'ed25519' });
  makeKeyPair(maker, 'amara-laptop-2022');
  const [image] = publicImages(REGION);
  if (!image) throw new Error('There are public images.');
  const profile = account.instanceProfiles.get('payments-host');
  const kmsKeyId = ebsKeyArn(account, REGION, maker.now);
  const disk = { device: image.RootDeviceName, size: 20, type: 'gp3' as const };
  closed.forEach((subnet, index) => {
    makeInstance(aged(120 - index), {
      image,
      type: 'm6i.large',
      subnet,
      groups: [app],
      disks: [{ ...disk, encrypted: true, kmsKeyId }],
      tags: tag(`payments-host-${index + 1}`, 'payments'),
      ...(profile && { profile: { arn: profile.arn, id: profile.id } }),
    });
  });
  const jump = makeInstance(aged(640), {
    image,
    type: 't3.micro',
    subnet: front,
    groups: [bastion],
    disks: [disk],
    keyName: 'on-call',
    imdsV1: true,
    tags: tag('bastion', 'platform'),
  });
  bindAddress(maker, makeAddress(maker, tag('bastion', 'platform')), jump.interfaceIds[0] ?? '');
  makeAddress(maker, tag('old-sftp', 'payments'));
  makeInstance(aged(800), {
    image,
    type: 'c6i.xlarge',
    subnet: back,
    groups: [app],
    disks: [disk, { device: '/dev/sdf', size: 200, type: 'gp2', keep: true }],
    state: 'stopped',
    tags: tag('settlement-batch-old', 'payments'),
  });
  const zone = back.AvailabilityZone ?? '';
  const spare = makeVolume(aged(410), { size: 500, zone, tags: tag('ledger-export', 'payments') });
  makeSnapshot(aged(400), {
    volumeId: spare.VolumeId,
    size: 500,
    description: 'Before the move',
    tags: tag('ledger-export', 'payments'),
  });
  const root = makeSnapshot(aged(90), {
    volumeId: 'vol-ffffffff',
    size: 20,
    encrypted: true,
    kmsKeyId,
    tags: tag('golden', 'platform'),
  });
  makeImage(aged(90), {
    name: 'payments-golden-2026-08',
    mappings: [
      {
        DeviceName: '/dev/xvda',
        Ebs: { SnapshotId: root.SnapshotId, VolumeSize: 20, VolumeType: 'gp3', Encrypted: true },
      },
    ],
    tags: tag('payments-golden', 'platform'),
  });
  const endpoint = { vpcId, tags: tag('payments', 'platform') };
  makeEndpoint(maker, {
    ...endpoint,
    service: `com.amazonaws.${REGION}.s3`,
    type: 'Gateway',
    routeTableIds: [table.RouteTableId],
  });
  makeEndpoint(maker, {
    ...endpoint,
    service: `com.amazonaws.${REGION}.secretsmanager`,
    type: 'Interface',
    subnets: closed,
    groups: [app],
  });
  return vpc;
}

function addData(place: Place): VpcRow {
  const { maker, account, aged } = place;
  const { vpc, closed } = network(place, 'data-lake', 30);
  const kmsKeyId = ebsKeyArn(account, REGION, maker.now);
  const workers = makeGroup(maker, {
    name: 'spark-workers',
    description: 'Among themselves',
    vpcId: vpc.VpcId,
    rules: [{ IsEgress: false, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '10.20.0.0/16' }],
    tags: tag('spark-workers', 'data'),
  });
  const image = publicImages(REGION)[1];
  closed.slice(0, 2).forEach((subnet, index) => {
    if (!image) return;
    makeInstance(aged(60), {
      image,
      type: 'm7g.xlarge',
      subnet,
      groups: [workers],
      disks: [{ device: image.RootDeviceName, size: 100, type: 'gp3', encrypted: true, kmsKeyId }],
      tags: tag(`spark-worker-${index + 1}`, 'data'),
    });
  });
  return vpc;
}

function addStaging({ maker, aged }: Place): void {
  const subnet = maker.ec2.subnets.list()[0];
  const [image] = publicImages(REGION);
  if (!subnet || !image) throw new Error('Staging has its default VPC.');
  const open: NewRule = { IsEgress: false, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' };
  const rules = [{ ...open, Description: 'debugging, remove' }];
  const group = makeGroup(maker, {
    name: 'launch-wizard-1',
    description: 'launch-wizard-1 created 2024-02-11',
    vpcId: subnet.VpcId,
    rules,
  });
  makeInstance(aged(280), {
    image,
    type: 't3.medium',
    subnet,
    groups: [group],
    publicIp: '34.245.17.201',
    disks: [{ device: image.RootDeviceName, size: 8, type: 'gp3' }],
    imdsV1: true,
    tags: tag('staging-all-in-one', 'mobile'),
  });
  const copy = makeSnapshot(aged(200), {
    volumeId: 'vol-ffffffff',
    size: 8,
    description: 'For the agency',
    sharedWith: ['all'],
  });
  maker.keep(maker.ec2.snapshots, copy.SnapshotId, { ...copy, Tags: tag('agency-copy', 'mobile') });
}

/** payments-prod reads the data lake through a peering that both accounts see. */
function peer(world: World, from: VpcRow, to: VpcRow): void {
  const VpcPeeringConnectionId = ec2Id({ random: regionRandom(from.VpcId, to.VpcId) }, 'pcx');
  for (const { OwnerId = '' } of [from, to]) {
    const account = world.accounts.get(OwnerId);
    if (!account) continue;
    const { peerings } = ec2Tables(account, REGION);
    peerings.load(VpcPeeringConnectionId, {
      VpcPeeringConnectionId,
      RequesterVpcInfo: peeringSide(from, REGION),
      AccepterVpcInfo: peeringSide(to, REGION),
      Status: { Code: 'active', Message: 'Active' },
      Tags: tag('payments-to-data', 'platform'),
    });
  }
}
