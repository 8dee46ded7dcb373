import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, carryOver, hashResource } from './hash';
import type { Json, NormalizedResource } from './types';

const ROLE: NormalizedResource = {
  type: 'AWS::IAM::Role',
  id: 'AROAEXAMPLE',
  arn: 'arn:aws:iam::120458963014:role/web',
  name: 'web',
  region: 'global',
  tags: { team: 'payments' },
  attributes: { path: '/', maxSessionDuration: 3600 },
  volatile: { lastUsed: null },
  relationships: [
    { kind: 'attached', toType: 'AWS::IAM::ManagedPolicy', toArn: 'arn:aws:iam::aws:policy/A' },
    { kind: 'attached', toType: 'AWS::IAM::ManagedPolicy', toArn: 'arn:aws:iam::aws:policy/B' },
  ],
  createdAt: null,
  unread: [],
};

test('canonical JSON is JSON, and the same for objects whose keys come in another order', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value as Json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
  expect(canonicalJson({ b: 1, a: [{ d: 2, c: null }] })).toBe('{"a":[{"c":null,"d":2}],"b":1}');
});

test('volatile and relationships change the row, not the content', () => {
  const first = hashResource(ROLE);
  const used = hashResource({ ...ROLE, volatile: { lastUsed: { date: '2026-11-20T10:00:00.000Z' } } });
  const detached = hashResource({ ...ROLE, relationships: ROLE.relationships.slice(1) });
  expect([used.contentHash, detached.contentHash]).toEqual([first.contentHash, first.contentHash]);
  expect(new Set([first.rowHash, used.rowHash, detached.rowHash]).size).toBe(3);
  expect(hashResource({ ...ROLE, relationships: [...ROLE.relationships].reverse() })).toEqual(first);
  expect(hashResource({ ...ROLE, tags: {} }).contentHash).not.toBe(first.contentHash);
});

test('what was not read keeps its former value, and hashes as before', () => {
  const unread = { ...ROLE, tags: {}, attributes: { path: '/' }, unread: ['tags', 'attributes.maxSessionDuration'] };
  const kept = carryOver(unread, ROLE);
  expect(hashResource(kept)).toEqual(hashResource(ROLE));
  expect(carryOver({ ...unread, unread: [] }, ROLE).tags).toEqual({});
});
