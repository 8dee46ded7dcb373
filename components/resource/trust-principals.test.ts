import { expect, test } from 'vitest';
import { trustPrincipals } from './trust-principals';

const allow = (Principal: unknown) => ({ Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } });

test('names every kind of principal in short', () => {
  expect(
    trustPrincipals(
      allow({
        Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'],
        AWS: [
          '730335184422',
          'arn:aws:iam::586209417733:root',
          'arn:aws:iam::586209417733:role/ci/runner',
          'AROA3FLDEXAMPLE7QH2M',
        ],
        Federated: 'arn:aws:iam::730335184422:oidc-provider/token.actions.githubusercontent.com',
      }),
    ),
  ).toEqual([
    'ec2.amazonaws.com',
    'lambda.amazonaws.com',
    'account 730335184422',
    'account 586209417733',
    'role runner in 586209417733',
    'AROA3FLDEXAMPLE7QH2M',
    'OIDC token.actions.githubusercontent.com',
  ]);
});

test('says anyone for a star in either spelling, once', () => {
  const statements = [...[allow('*'), allow({ AWS: '*' })].map(({ Statement }) => Statement)];
  expect(trustPrincipals({ Statement: statements })).toEqual(['anyone']);
});

test('leaves Deny statements and unreadable documents out', () => {
  expect(trustPrincipals({ Statement: [{ Effect: 'Deny', Principal: '*' }] })).toEqual([]);
  expect(trustPrincipals('{ not json')).toEqual([]);
  expect(trustPrincipals(null)).toEqual([]);
});
