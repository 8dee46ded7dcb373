import type { Account } from '../store/account';
import type { Random } from '../store/random';
import type { World } from '../store/world';
import { textOf } from './kit/cidr';
import { publicImages } from './kit/public-images';
import type { GroupRow, SubnetRow } from './kit/rows';
import { zonesOf } from './kit/zones';
import { makeImage, makeInstance, makeKeyPair, makeSnapshot, makeVolume } from './make/compute';
import { makeAddress } from './make/connect';
import { addDefaults } from './make/defaults';
import { ebsKeyArn } from './make/ebs-key';
import { type Maker, standingMaker } from './make/maker';
import {
  defaultRoute,
  everywhere,
  makeGroup,
  makeInternetGateway,
  makeRouteTable,
  makeSubnet,
  makeVpc,
} from './make/network';

const TEAMS = ['payments', 'ledger', 'search', 'mobile', 'data', 'platform', 'risk', 'support'];
const TYPES = ['t3.micro', 't3.medium', 'm6i.large', 'm7g.xlarge', 'c6i.xlarge', 'r6i.large'] as const;
const DAY = 86_400_000;
/** Rows of a network: VPC, main table, default group, gateway, public table, three subnets. */
const NETWORK_ROWS = 8;
const ROWS_IN_A_NETWORK = 400;

type Network = { subnets: { row: SubnetRow; next: number }[]; groups: GroupRow[] };

/**
 * Adds exactly `count` EC2 resources to a region of an account, beside its default VPC: networks of some 400 things,
 * mostly instances with their interface and volumes, snapshots and security groups, a few of them careless.
 */
export function fillEc2(world: World, account: Account, region: string, count: number, random: Random): void {
  const now = world.clock.now();
  const born = (): number => now - random.between(1, 900) * DAY;
  const maker = standingMaker(account, region, random, now);
  addDefaults(maker);
  const image = random.pick(publicImages(region));
  const kmsKeyId = ebsKeyArn(account, region, now);
  let left = count;
  let network = defaultNetwork(maker);
  let until = 0;
  for (let index = maker.ec2.vpcs.size; left > 0; ) {
    if (left <= until && left > NETWORK_ROWS && count > 50) {
      network = makeNetwork({ ...maker, now: born() }, index);
      left -= NETWORK_ROWS;
      index += 1;
    }
    if (until === 0 || left <= until) until = left - ROWS_IN_A_NETWORK;
    left -= addOne({ ...maker, now: born() }, network, image, kmsKeyId, left);
  }
  world.touch();
}

function defaultNetwork(maker: Maker): Network {
  const [vpc] = [...maker.ec2.vpcs.entries()].map(([, row]) => row).filter(({ IsDefault }) => IsDefault);
  const of = <Row extends { VpcId: string }>(rows: IterableIterator<[string, Row]>) =>
    [...rows].map(([, row]) => row).filter(({ VpcId }) => VpcId === vpc?.VpcId);
  return {
    subnets: of(maker.ec2.subnets.entries()).map((row) => ({ row, next: 4 })),
    groups: of(maker.ec2.groups.entries()),
  };
}

function makeNetwork(maker: Maker, index: number): Network {
  const team = maker.random.pick(TEAMS);
  const tags = [
    { Key: 'Name', Value: `${team}-${index}` },
    { Key: 'team', Value: team },
  ];
  const base = 10 * 2 ** 24 + (index % 256) * 2 ** 16;
  const { vpc, defaultGroup } = makeVpc(maker, `${textOf(base)}/16`, { tags });
  const gateway = makeInternetGateway(maker, vpc.VpcId, tags);
  const zones = zonesOf(maker.region);
  const rows = [0, 1, 2].map((each) =>
    makeSubnet(
      maker,
      vpc.VpcId,
      `${textOf(base + each * 2 ** 14)}/18`,
      zones[each % zones.length] ?? { name: '', id: '' },
      {
        tags: [{ Key: 'Name', Value: `${team}-${index}-${each}` }],
        publicIps: each === 0,
      },
    ),
  );
  const routes = [defaultRoute({ GatewayId: gateway.InternetGatewayId })];
  makeRouteTable(maker, vpc, { tags, routes, subnetIds: rows.slice(0, 1).map(({ SubnetId }) => SubnetId) });
  return { subnets: rows.map((row) => ({ row, next: 4 })), groups: [defaultGroup] };
}

/** How many rows were added. */
function addOne(
  maker: Maker,
  network: Network,
  image: ReturnType<typeof publicImages>[number],
  kmsKeyId: string,
  left: number,
): number {
  const { random } = maker;
  const dice = random.next();
  const team = random.pick(TEAMS);
  const tags = (name: string) => [
    { Key: 'Name', Value: `${team}-${name}` },
    { Key: 'team', Value: team },
  ];
  const encrypted = random.chance(0.8);
  const secured = { encrypted, ...(encrypted && { kmsKeyId }) };
  const place = random.pick(network.subnets);
  if (dice < 0.45 && left >= 4) {
    const address = textOf(blockStart(place.row) + place.next);
    place.next += 1;
    const data = random.chance(0.3);
    makeInstance(maker, {
      image,
      type: random.pick(TYPES),
      subnet: place.row,
      groups: [random.pick(network.groups)],
      address,
      disks: [
        { device: image.RootDeviceName, size: random.pick([8, 20, 50]), type: 'gp3', ...secured },
        ...(data
          ? [{ device: '/dev/sdf', size: random.pick([100, 500]), type: 'gp3' as const, keep: true, ...secured }]
          : []),
      ],
      state: random.chance(0.1) ? 'stopped' : 'running',
      imdsV1: random.chance(0.15),
      tags: tags(`host-${random.between(1, 99_999)}`),
    });
    return data ? 4 : 3;
  }
  if (dice < 0.65) {
    const name = `${team}-${random.between(1, 99_999)}-${network.groups.length}`;
    const vpcId = place.row.VpcId;
    const peer = random.pick(network.groups);
    const rules = random.chance(0.04)
      ? [everywhere({ from: random.pick([22, 3389, 3306, 5432]) })]
      : [
          everywhere({ from: 443 }),
          {
            IsEgress: false,
            IpProtocol: 'tcp',
            FromPort: 8080,
            ToPort: 8080,
            ReferencedGroupInfo: { GroupId: peer.GroupId, UserId: maker.accountId },
          },
        ];
    const group = makeGroup(maker, { name, description: `Rules of ${team}`, vpcId, rules, tags: tags('rules') });
    network.groups.push(group);
    if (network.groups.length > 40) network.groups.shift();
  } else if (dice < 0.9) {
    const volumeId = `vol-0${random.text('0123456789abcdef', 16)}`;
    const description = 'Nightly';
    makeSnapshot(maker, { volumeId, size: random.pick([8, 20, 100]), description, tags: tags('nightly'), ...secured });
  } else if (dice < 0.95) {
    const zone = place.row.AvailabilityZone ?? '';
    makeVolume(maker, { size: random.pick([8, 50, 200]), zone, type: 'gp3', tags: tags('spare'), ...secured });
  } else if (dice < 0.97) {
    const name = `${team}-golden-${random.between(1, 999_999)}`;
    makeImage(maker, { name, mappings: image.BlockDeviceMappings ?? [], tags: tags('golden') });
  } else if (dice < 0.985) {
    makeKeyPair(maker, `${team}-${random.between(1, 999_999)}`, { tags: tags('key') });
  } else {
    makeAddress(maker, tags('address'));
  }
  return 1;
}

const blockStart = ({ CidrBlock }: SubnetRow): number =>
  (CidrBlock.split('/')[0] ?? '').split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
