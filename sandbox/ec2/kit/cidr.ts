import ipaddr from 'ipaddr.js';

/** An IPv4 block as first address and number of addresses. */
export type Block = { first: number; size: number; bits: number };

/** undefined for what is no IPv4 CIDR block. */
export function blockOf(cidr: string): Block | undefined {
  if (!ipaddr.IPv4.isValidCIDR(cidr)) return undefined;
  const [address, bits] = ipaddr.IPv4.parseCIDR(cidr);
  const size = 2 ** (32 - bits);
  const number = address.octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return { first: Math.floor(number / size) * size, size, bits };
}

export function textOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

export function overlaps(a: Block, b: Block): boolean {
  return a.first < b.first + b.size && b.first < a.first + a.size;
}

export function within(inner: Block, outer: Block): boolean {
  return inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;
}

/** The block with its host bits cleared, as AWS keeps it. */
export function canonical(cidr: string): string {
  const block = blockOf(cidr);
  return block === undefined ? cidr : `${textOf(block.first)}/${block.bits}`;
}
