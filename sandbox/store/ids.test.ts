import { describe, expect, it } from 'vitest';
import { accessKeyId, uniqueId } from './ids';
import { Random } from './random';

/** The account in a key id, read back as everybody does it: 48 bits after the prefix, shifted by 7. */
function accountOf(id: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...id.slice(4)].reduce((sum, letter) => (sum << 5n) | BigInt(alphabet.indexOf(letter)), 0n);
  return String(((bits >> 32n) & 0x7fffffffff80n) >> 7n).padStart(12, '0');
}

describe('ids', () => {
  it('have AWS’s shapes, and access keys carry their account', () => {
    const random = new Random(7);
    for (const account of ['000000000001', '339712905844', '999999999999']) {
      const id = accessKeyId(random, 'AKIA', account);
      expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/);
      expect(accountOf(id)).toBe(account);
    }
    expect(uniqueId(random, 'AROA')).toMatch(/^AROA[A-Z2-7]{17}$/);
  });

  it('go on after a restart where they stopped', () => {
    const random = new Random(7);
    random.between(0, 9);
    const resumed = new Random(random.position);
    expect(resumed.next()).toBe(random.next());
  });
});
