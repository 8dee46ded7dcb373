import ipaddr from 'ipaddr.js';

type Range = { from: bigint; to: bigint };
const BITS = { ipv4: 32, ipv6: 128 } as const;
export type Family = keyof typeof BITS;

/** The addresses of a CIDR block as numbers; null for what is none, or of the other family. */
function rangeOf(cidr: string, family: Family): Range | null {
  if (!ipaddr.isValidCIDR(cidr)) return null;
  const [address, prefix] = ipaddr.parseCIDR(cidr);
  if (address.kind() !== family) return null;
  const bits = BITS[family];
  const number = address.toByteArray().reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  const size = 1n << BigInt(bits - prefix);
  const from = (number / size) * size;
  return { from, to: from + size };
}

/** Share of all addresses of a family that lie in any of the blocks, 0 to 1; overlaps count once, what cannot be read does not. */
export function shareOfWorld(cidrs: readonly string[], family: Family): number {
  const ranges = cidrs.flatMap((cidr) => rangeOf(cidr, family) ?? []).sort((a, b) => (a.from < b.from ? -1 : 1));
  let covered = 0n;
  let end = 0n;
  for (const { from, to } of ranges) {
    const start = from > end ? from : end;
    if (to > start) covered += to - start;
    if (to > end) end = to;
  }
  const all = 1n << BigInt(BITS[family]);
  return covered === all ? 1 : Number((covered * 1_000_000n) / all) / 1_000_000;
}
