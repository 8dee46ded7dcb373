import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery } from '@/lib/query/parse';
import { chosenValues, hasTag, searchedWord, without, withStates, withTagToggled, withValues } from './query-edit';

const KNOWN = {
  types: ['AWS::EC2::Instance', 'AWS::IAM::Role', 'AWS::IAM::User'],
  accounts: [{ id: '339712905844', name: 'payments-prod' }],
};

test.each([
  ['', ['AWS::IAM::Role'], 'type:AWS::IAM::Role'],
  ['deploy  age>90d', ['AWS::IAM::Role'], 'deploy  age>90d type:AWS::IAM::Role'],
  ['type:role deploy', ['AWS::IAM::Role', 'AWS::IAM::User'], 'type:AWS::IAM::Role,AWS::IAM::User deploy'],
  ['a type:role b', [], 'a b'],
  ['type:iam b type:role', ['AWS::IAM::User'], 'type:AWS::IAM::User b'],
  ['-type:role', ['AWS::IAM::User'], '-type:role type:AWS::IAM::User'],
])('%j asks for the types %j: %j', (text, types, after) => {
  expect(withValues(text, KNOWN, 'type', types)).toBe(after);
});

test('what is chosen is looked up, and what is written wrong stays', () => {
  expect(chosenValues('type:iam', KNOWN, 'type')).toEqual(['AWS::IAM::Role', 'AWS::IAM::User']);
  expect(chosenValues('account:payments-prod -region:eu-west-1', KNOWN, 'account')).toEqual(['339712905844']);
  expect(chosenValues('-region:eu-west-1', KNOWN, 'region')).toEqual([]);
  expect(chosenValues('type:nosuch', KNOWN, 'type')).toEqual(['nosuch']);
});

test.each([
  ['deploy', ['live', 'deleted'], 'deploy state:live,deleted'],
  ['state:deleted', ['live'], ''],
  ['state:deleted', [], ''],
  ['state:deleted a', ['unwatched', 'live', 'deleted'], 'state:any a'],
])('%j in the states %j: %j', (text, states, after) => {
  expect(withStates(text, KNOWN, states)).toBe(after);
});

test('tags come and go, and values of one key are alternatives', () => {
  const one = withTagToggled('deploy', 'team', 'pay ments');
  expect(one).toBe('deploy tag.team="pay ments"');
  const two = withTagToggled(one, 'team', 'core');
  expect(two).toBe('deploy tag.team="pay ments",core');
  expect(hasTag(two, 'team', 'core')).toBe(true);
  expect(withTagToggled(withTagToggled(two, 'team', 'pay ments'), 'team', 'core')).toBe('deploy');
  expect(withTagToggled('tag:a', 'b', null)).toBe('tag:a tag:b');
  expect(withTagToggled('tag:a,b x', 'a', null)).toBe('tag:b x');
});

test('a condition is taken out with its space; the word to underline is the first one', () => {
  expect(without('a type:role b', { from: 2, to: 11 })).toBe('a b');
  expect(searchedWord('-x type:role "two words" y')).toBe('two words');
});

test('a tag of any key and value is there after it was added, and the text is as before after it was taken away', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text);
  fc.assert(
    fc.property(word, word, (key, value) => {
      const added = withTagToggled('deploy', key, value);
      expect([added, parseQuery(added).problems]).toEqual([added, []]);
      expect(hasTag(added, key, value)).toBe(true);
      expect(withTagToggled(added, key, value)).toBe('deploy');
    }),
  );
});
