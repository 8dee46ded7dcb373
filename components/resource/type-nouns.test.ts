import { expect, test } from 'vitest';
import { typeNouns } from './type-nouns';

test.each([
  ['AWS::IAM::Role', 'role', 'roles'],
  ['AWS::Odd::NetworkThing', 'network thing', 'network things'],
  ['AWS::Odd::VPCEntry', 'VPC entry', 'VPC entries'],
  ['AWS::Odd::DBProxy', 'DB proxy', 'DB proxies'],
  ['AWS::Odd::Alias', 'alias', 'aliases'],
])('%s: %s, %s', (type, noun, nouns) => {
  expect(typeNouns(type)).toEqual({ noun, nouns });
});
