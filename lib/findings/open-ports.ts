import type { Json, JsonObject } from '@/lib/collectors/types';
import { type Family, shareOfWorld } from './cidr';
import { numberOf, objects, textOf } from './json';
import { RISKY_PORTS, type RiskyPort } from './risky-ports';

/** From half of all addresses on, a rule is open to the world, however it is cut into blocks. */
const WORLD = 0.5;
const TCP = new Set(['tcp', '6']);
const UDP = new Set(['udp', '17']);
/** What is spoken over UDP as well; the others listen on TCP alone. */
const OVER_UDP = new Set([3389, 11211]);

/** `all`: every port and protocol, or every TCP port. `permissions`: indexes of the rules that together open it. */
export type Opening = { all: boolean; port: RiskyPort | null; blocks: string[]; permissions: number[] };

type Permission = { index: number; protocol: string; from: number; to: number; ipv4: string[]; ipv6: string[] };

/**
 * What a security group's inbound rules (`ipPermissions`, as DescribeSecurityGroups has them) let the whole world reach:
 * everything, or risky ports. Blocks of several rules that cover the world only together count.
 */
export function openPorts(ipPermissions: Json | undefined): Opening[] {
  const permissions = objects(ipPermissions).map(read);
  const everything = openFor(permissions, (one) => one.protocol === '-1' || isAllTcp(one));
  if (everything) return [{ all: true, port: null, ...everything }];
  return RISKY_PORTS.flatMap((port) => {
    const found = openFor(permissions, (one) => reaches(one, port.port));
    return found ? [{ all: false, port, ...found }] : [];
  });
}

function read(permission: JsonObject, index: number): Permission {
  const cidrs = (value: Json | undefined, key: string) => objects(value).flatMap((range) => textOf(range[key]) ?? []);
  return {
    index,
    protocol: String(permission.ipProtocol ?? '').toLowerCase(),
    from: numberOf(permission.fromPort) ?? 0,
    to: numberOf(permission.toPort) ?? 65_535,
    ipv4: cidrs(permission.ipRanges, 'cidrIp'),
    ipv6: cidrs(permission.ipv6Ranges, 'cidrIpv6'),
  };
}

const isAllTcp = ({ protocol, from, to }: Permission) => TCP.has(protocol) && from <= 1 && to >= 65_535;

function reaches({ protocol, from, to }: Permission, port: number): boolean {
  if (protocol === '-1') return true;
  const spoken = TCP.has(protocol) || (UDP.has(protocol) && OVER_UDP.has(port));
  return spoken && from <= port && port <= to;
}

function openFor(
  permissions: readonly Permission[],
  applies: (permission: Permission) => boolean,
): Pick<Opening, 'blocks' | 'permissions'> | null {
  const those = permissions.filter(applies);
  const open = (['ipv4', 'ipv6'] as const satisfies Family[]).filter(
    (family) =>
      shareOfWorld(
        those.flatMap((one) => one[family]),
        family,
      ) >= WORLD,
  );
  if (open.length === 0) return null;
  const telling = those.filter((one) => open.some((family) => one[family].length > 0));
  return {
    blocks: [...new Set(open.flatMap((family) => telling.flatMap((one) => one[family])))],
    permissions: telling.map(({ index }) => index),
  };
}
