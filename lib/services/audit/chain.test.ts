import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, GENESIS, hex, linkHash } from './chain';

const row = {
  id: '01910000-0000-7000-8000-000000000001',
  workspace_id: null,
  at: '2026-11-21T10:00:00.000001Z',
  actor_kind: 'user',
  actor_id: 'u',
  actor_label: 'u@example.test',
  action: 'a.b',
  target_kind: 't',
  target_id: '1',
  target_label: 'T',
  detail: { b: 1, a: [true, null] },
  request_id: 'r',
  ip_address: null,
};

describe('canonicalJson', () => {
  test('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      }),
    );
  });

  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe('linkHash', () => {
  test('stays as it is: logs that were sealed must verify for ever', () => {
    expect(hex(linkHash('install', 1n, row, GENESIS))).toBe(
      '8c1612fa7163bae48a5776d73eede546762711baff711058c073aa3012931799',
    );
  });

  test('covers chain, sequence, the row before and every column', () => {
    const changed = [
      linkHash('other', 1n, row, GENESIS),
      linkHash('install', 2n, row, GENESIS),
      linkHash('install', 1n, row, new Uint8Array(32).fill(1)),
      ...Object.keys(row).map((column) => linkHash('install', 1n, { ...row, [column]: 'changed' }, GENESIS)),
    ].map(hex);
    expect(new Set([...changed, hex(linkHash('install', 1n, row, GENESIS))]).size).toBe(changed.length + 1);
  });
});
