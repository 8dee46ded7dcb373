import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '@/lib/errors/app-error';
import { rewrap, type SealContext, seal, sealedBy, unseal } from './envelope';
import { Keyring } from './keyring';

const OLD = Buffer.alloc(32, 'old key of this test');
const NEW = Buffer.alloc(32, 'new key of this test');
const before = new Keyring([['2026a', OLD]]);
const during = new Keyring([
  ['2026b', NEW],
  ['2026a', OLD],
]);
const after = new Keyring([['2026b', NEW]]);
const place: SealContext = { workspaceId: 'w1', table: 'issuer_key', row: 'r1', column: 'sealed_private' };

describe('sealed values', () => {
  test('any bytes open again in their place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => {
        expect(unseal(before, seal(before, bytes, place), place)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  test('sealing the same text twice gives different bytes without the text in them', () => {
    const [one, two] = [seal(before, 'a private key', place), seal(before, 'a private key', place)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('private')).toBe(false);
  });

  test('every single flipped bit is noticed', () => {
    const sealed = seal(before, 'short', place);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unseal(before, flipped, place), `bit ${bit}`).toThrow(AppError);
    }
  });

  test('every truncation and an appended byte are noticed', () => {
    const sealed = seal(before, 'short', place);
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(before, sealed.subarray(0, length), place), `${length} bytes`).toThrow(AppError);
    }
    expect(() => unseal(before, Buffer.concat([sealed, Buffer.from([0])]), place)).toThrow(AppError);
  });

  test.each(['workspaceId', 'table', 'row', 'column'] as const)('moved to another %s it does not open', (field) => {
    const sealed = seal(before, 'secret', place);
    expect(() => unseal(before, sealed, { ...place, [field]: `${place[field]}x` })).toThrow(/changed, moved/);
  });

  test('fields of a place cannot be shifted into one another', () => {
    const sealed = seal(before, 'secret', { ...place, table: 'ab', row: 'c' });
    expect(() => unseal(before, sealed, { ...place, table: 'a', row: 'bc' })).toThrow(/changed, moved/);
  });

  test('the body of one value under the data key of another does not open', () => {
    const [one, two] = [seal(before, 'first!', place), seal(before, 'second', place)];
    const head = 2 + '2026a'.length + 60;
    expect(() => unseal(before, Buffer.concat([one.subarray(0, head), two.subarray(head)]), place)).toThrow(AppError);
  });
});

describe('rotation', () => {
  test('a value sealed before opens while both keys are there, and after rewrapping with the new one alone', () => {
    const sealed = seal(before, 'secret', place);
    expect(unseal(during, sealed, place).toString()).toBe('secret');
    const renewed = rewrap(during, sealed);
    expect([sealedBy(sealed), sealedBy(renewed)]).toEqual(['2026a', '2026b']);
    expect(unseal(after, renewed, place).toString()).toBe('secret');
    expect(() => unseal(before, renewed, place)).toThrow(/sealing key "2026b" is needed/);
    expect(() => unseal(after, sealed, place)).toThrow(/sealing key "2026a" is needed/);
  });

  test('rewrapping keeps the ciphertext as it is and is idempotent', () => {
    const sealed = seal(before, 'secret', place);
    const renewed = rewrap(during, sealed);
    const body = -(12 + 'secret'.length + 16);
    expect(renewed.subarray(body)).toEqual(sealed.subarray(body));
    expect(rewrap(during, renewed)).toEqual(renewed);
  });

  test('a rewrapped value is still bound to its place', () => {
    const renewed = rewrap(during, seal(before, 'secret', place));
    expect(() => unseal(during, renewed, { ...place, row: 'r2' })).toThrow(/changed, moved/);
  });

  test('naming another key of the ring in the header does not help', () => {
    const sealed = seal(before, 'secret', place);
    const renamed = Buffer.concat([sealed.subarray(0, 2), Buffer.from('2026b'), sealed.subarray(7)]);
    expect(() => unseal(during, renamed, place)).toThrow(/changed, moved/);
  });
});
