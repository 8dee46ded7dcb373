import { expect, test } from 'vitest';
import { attributeWord, topOf } from './attribute-words';

test('says attributes in words', () => {
  expect(attributeWord('assumeRolePolicyDocument')).toBe('Trust policy');
  expect(attributeWord('minimumPasswordLength')).toBe('Minimum password length');
  expect(attributeWord('rootMfaActive')).toBe('Root MFA active');
  expect(attributeWord('constructor')).toBe('Constructor');
});

test('finds the attribute of a path', () => {
  expect(topOf('attributes.assumeRolePolicyDocument.Statement[OpenToAll].Principal')).toBe('assumeRolePolicyDocument');
  expect(topOf('attributes.inlinePolicies[write]')).toBe('inlinePolicies');
  expect(topOf('tags.team')).toBe('tags');
  expect(topOf('(order of items)')).toBe('(order of items)');
});
