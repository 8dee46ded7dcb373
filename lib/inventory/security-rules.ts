import type { Json, JsonObject } from '@/lib/collectors/types';

const KEYS = new Set(['ipPermissions', 'ipPermissionsEgress']);
/** The lists of a permission and what names a source in each (EC2 API, IpPermission). */
const SOURCES = [
  ['ipRanges', 'cidrIp'],
  ['ipv6Ranges', 'cidrIpv6'],
  ['prefixListIds', 'prefixListId'],
  ['userIdGroupPairs', 'groupId'],
] as const;

/** Whether a value is the rules of a security group as DescribeSecurityGroups has them. */
export function isRules(key: string, value: Json | undefined): boolean {
  return KEYS.has(key) && Array.isArray(value) && value.every((item) => isObject(item) && 'ipProtocol' in item);
}

/**
 * EC2 groups sources by protocol and ports, so that one more address changes a rule of many. One line a source, named
 * "tcp 22 0.0.0.0/0", says what was added or removed. What is no list of rules stays as it is.
 */
export function ruleLines(value: Json | undefined): Json | undefined {
  if (!Array.isArray(value)) return value;
  return value.flatMap((permission): Json[] => {
    if (!isObject(permission)) return [permission];
    const traffic = trafficOf(permission);
    const lines = SOURCES.flatMap(([list, name]) =>
      objects(permission[list]).map((source) => ({
        rule: `${traffic} ${String(source[name] ?? '')}`.trim(),
        ...source,
      })),
    );
    return lines.length > 0 ? lines : [{ rule: traffic, ...permission }];
  });
}

/** "tcp 22", "udp 8000-8080", "all traffic". ICMP's type and code are not ports. */
function trafficOf({ ipProtocol, fromPort, toPort }: JsonObject): string {
  const protocol = String(ipProtocol ?? '');
  if (protocol === '-1') return 'all traffic';
  if (typeof fromPort !== 'number' || fromPort < 0) return protocol;
  return `${protocol} ${fromPort}${fromPort === toPort || typeof toPort !== 'number' ? '' : `-${toPort}`}`;
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
