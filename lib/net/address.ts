import ipaddr from 'ipaddr.js';

/** What an install administrator allows beyond the public internet. */
export type AddressAllowance = {
  /** Only for the sandbox and for tests. */
  loopback?: boolean;
  /** CIDR blocks of private networks, such as that of a cluster's API server. */
  networks?: readonly string[];
  /** Any private network: for addresses that are themselves install settings, such as the cluster's own API server. */
  anyPrivate?: boolean;
};

/** Credential and metadata services that no allowance opens; 168.63.129.16 and 100.100.100.200 look public or shared. */
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd20:ce::254',
]);
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
const PRIVATE_RANGES = new Set(['private', 'uniqueLocal', 'carrierGradeNat']);

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** `null` when Mooring may connect to this IP address, else what kind of address it is. */
export function addressProblem(text: string, allowance: AddressAllowance = {}): string | null {
  const unscoped = text.split('%', 1)[0] ?? '';
  if (!ipaddr.isValid(unscoped) || (!unscoped.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(unscoped))) {
    return 'not an IP address';
  }
  const address = innermost(ipaddr.parse(unscoped));
  if (METADATA.has(address.toString())) return 'a metadata service';
  const range = address.range();
  if (range === 'loopback') return allowance.loopback ? null : 'this machine itself (loopback)';
  if (PRIVATE_RANGES.has(range)) {
    return allowance.anyPrivate || inNetworks(address, allowance.networks ?? []) ? null : 'a private network';
  }
  if (range === 'linkLocal') return 'a link-local address';
  if (range !== 'unicast') return `not a public address (${range})`;
  if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_UNICAST_V6)) return 'not a public address (reserved)';
  return null;
}

/** The IPv4 address that an IPv4-mapped or NAT64 address really reaches; other translations stay and are refused. */
function innermost(address: Address): Address {
  if (address instanceof ipaddr.IPv4) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  if (address.match(NAT64)) return new ipaddr.IPv4(address.toByteArray().slice(12));
  return address;
}

function inNetworks(address: Address, networks: readonly string[]): boolean {
  return networks.some((network) => {
    const [base, bits] = ipaddr.parseCIDR(network);
    return base.kind() === address.kind() && address.match(base, bits);
  });
}
