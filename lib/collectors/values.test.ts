import { expect, test } from 'vitest';
import type { JsonObject } from '@/lib/collectors/types';
import { trustedPrincipals } from './aws/iam/relationships';
import { inlinePolicies, nameOf, policyDocument } from './values';

const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::a%b/*' }],
};

test('a policy document is decoded once, encoded or not', () => {
  expect(policyDocument(encodeURIComponent(JSON.stringify(DOCUMENT)))).toEqual(DOCUMENT);
  expect(policyDocument(JSON.stringify(DOCUMENT))).toEqual(DOCUMENT);
});

test('what is no JSON is kept as text; nothing is null', () => {
  expect(policyDocument('%7Bnot json')).toBe('{not json');
  expect(policyDocument('%E0%A4%A')).toBe('%E0%A4%A');
  expect(policyDocument(undefined)).toBeNull();
});

test('the order AWS lists policies in does not matter', () => {
  const policies = [
    { PolicyName: 'b', PolicyDocument: '{}' },
    { PolicyName: 'a', PolicyDocument: '{}' },
  ];
  expect(inlinePolicies(policies)).toEqual(inlinePolicies([...policies].reverse()));
});

test('a name comes from the ARN when it is not given; an id alone is refused', () => {
  expect(nameOf({ arn: 'arn:aws:iam::120458963014:role/aws-service-role/x/Web' })).toBe('Web');
  expect(() => nameOf({ id: 'AROAEXAMPLE' })).toThrow('by name');
});

test('a trust policy names who it trusts, each once, from Allow statements only', () => {
  const provider = 'arn:aws:iam::120458963014:oidc-provider/token.actions.githubusercontent.com';
  const document: JsonObject = {
    Statement: [
      { Effect: 'Allow', Principal: { Federated: provider } },
      { Effect: 'Allow', Principal: { Federated: [provider], Service: ['ec2.amazonaws.com'] } },
      { Effect: 'Allow', Principal: { AWS: ['339712905844', 'arn:aws:iam::730335184422:root'] } },
      { Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::730335184422:role/etl', 'AIDAEXAMPLEDELETED'] } },
      { Effect: 'Allow', Principal: '*' },
      { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::730335184422:user/mallory' } },
    ],
  };
  expect(trustedPrincipals(document)).toEqual([
    { kind: 'federatedBy', toType: 'AWS::IAM::OIDCProvider', toArn: provider },
    { kind: 'trusts', toType: 'AWS::ServicePrincipal', toId: 'ec2.amazonaws.com' },
    { kind: 'trusts', toType: 'AWS::Organizations::Account', toId: '339712905844' },
    { kind: 'trusts', toType: 'AWS::Organizations::Account', toId: '730335184422' },
    { kind: 'trusts', toType: 'AWS::IAM::Role', toArn: 'arn:aws:iam::730335184422:role/etl' },
    { kind: 'trusts', toType: 'AWS::IAM::Principal', toId: 'AIDAEXAMPLEDELETED' },
    { kind: 'trusts', toType: 'AWS::IAM::AnyPrincipal', toId: '*' },
  ]);
  expect(trustedPrincipals('no object')).toEqual([]);
});
