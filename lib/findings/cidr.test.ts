import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shareOfWorld } from './cidr';

const octets = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
/** Blocks whose bounds are multiples of /8, so that the union can be counted by brute force over 256 cells. */
const coarse = fc.record({ first: fc.integer({ min: 0, max: 255 }), prefix: fc.integer({ min: 0, max: 8 }) });
const cellsOf = ({ first, prefix }: { first: number; prefix: number }) => {
  const size = 2 ** (8 - prefix);
  const from = Math.floor(first / size) * size;
  return Array.from({ length: size }, (_, n) => from + n);
};

describe('shareOfWorld', () => {
  test.each<[string[], 'ipv4' | 'ipv6', number]>([
    [[], 'ipv4', 0],
    [['0.0.0.0/0'], 'ipv4', 1],
    [['0.0.0.0/0'], 'ipv6', 0],
    [['::/0'], 'ipv6', 1],
    [['0.0.0.0/1', '128.0.0.0/1'], 'ipv4', 1],
    [['0.0.0.0/1', '0.0.0.0/2', '64.0.0.0/2'], 'ipv4', 0.5],
    [['::/1', '8000::/1'], 'ipv6', 1],
    [['10.0.0.0/8'], 'ipv4', 1 / 256],
    [['not a block', '0.0.0.0/33', ''], 'ipv4', 0],
  ])('%j of %s is %d', (cidrs, family, share) => {
    expect(shareOfWorld(cidrs, family)).toBeCloseTo(share, 5);
  });

  test('is the size of the union, whatever the order and the overlaps', () => {
    fc.assert(
      fc.property(fc.array(coarse, { maxLength: 12 }), (blocks) => {
        const cidrs = blocks.map(({ first, prefix }) => `${octets((first << 24) >>> 0)}/${prefix}`);
        expect(shareOfWorld(cidrs, 'ipv4')).toBeCloseTo(new Set(blocks.flatMap(cellsOf)).size / 256, 5);
      }),
    );
  });

  test('all blocks of one prefix length together are the world; without one of them they are not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat(), (prefix, left) => {
        const size = 2 ** (32 - prefix);
        const cidrs = Array.from({ length: 2 ** prefix }, (_, n) => `${octets((n * size) >>> 0)}/${prefix}`);
        expect(shareOfWorld(cidrs, 'ipv4')).toBe(1);
        cidrs.splice(left % cidrs.length, 1);
        expect(shareOfWorld(cidrs, 'ipv4')).toBeLessThan(1);
      }),
    );
  });
});
