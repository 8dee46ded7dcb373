import type { Call } from '../../wire/action';
import { textOf } from '../kit/cidr';
import { ec2Tables } from '../kit/rows';
import { zonesOf } from '../kit/zones';
import { type Maker, regionRandom, standingMaker } from './maker';
import { defaultRoute, makeDhcpOptions, makeInternetGateway, makeSubnet, makeVpc } from './network';

const FIRST_SUBNET = 172 * 2 ** 24 + 31 * 2 ** 16;

/**
 * What an account has in every region from its first day: default DHCP options and a default VPC with a /20 in each zone
 * behind an internet gateway. Made when EC2 is first called there, with ids that depend on account and region only.
 */
export function ensureDefaults(call: Pick<Call, 'account' | 'region' | 'world'>): void {
  const { settings } = ec2Tables(call.account, call.region);
  if (settings.get('defaults')) return;
  const random = regionRandom(call.account.id, call.region);
  const maker = standingMaker(call.account, call.region, random, call.world.clock.now());
  addDefaults(maker);
  call.world.touch();
}

export function addDefaults(maker: Maker): void {
  if (maker.ec2.settings.get('defaults')) return;
  maker.keep(maker.ec2.settings, 'defaults', { on: true });
  const domain = maker.region === 'us-east-1' ? 'ec2.internal' : `${maker.region}.compute.internal`;
  makeDhcpOptions(maker, { 'domain-name': [domain], 'domain-name-servers': ['AmazonProvidedDNS'] });
  makeDefaultVpc(maker);
}

export function makeDefaultVpc(maker: Maker) {
  const made = makeVpc(maker, '172.31.0.0/16', { isDefault: true });
  zonesOf(maker.region).forEach((zone, index) => {
    makeSubnet(maker, made.vpc.VpcId, `${textOf(FIRST_SUBNET + index * 4096)}/20`, zone, { isDefault: true });
  });
  const gateway = makeInternetGateway(maker, made.vpc.VpcId);
  maker.keep(maker.ec2.routeTables, made.mainTable.RouteTableId, {
    ...made.mainTable,
    Routes: [...(made.mainTable.Routes ?? []), defaultRoute({ GatewayId: gateway.InternetGatewayId })],
  });
  return made;
}
