import { describe, expect, test } from 'vitest';
import { principalOf } from './principal';
import { principalLabel } from './principal-label';

const label = (userIdentity: unknown) => principalLabel(principalOf(userIdentity));
const session = (role: string, name: string, more: object = {}) => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE:${name}`,
  arn: `arn:aws:sts::339712905844:assumed-role/${role}/${name}`,
  accountId: '339712905844',
  accessKeyId: 'ASIAEXAMPLE',
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: `arn:aws:iam::339712905844:role/ci/${role}`, userName: role },
    attributes: { mfaAuthenticated: 'true' },
  },
  ...more,
});

test('a session tells its issuer, its name and its second factor', () => {
  expect(principalOf(session('ci-deployer', 'deploy-bot'))).toEqual({
    type: 'AssumedRole',
    arn: 'arn:aws:sts::339712905844:assumed-role/ci-deployer/deploy-bot',
    accountId: '339712905844',
    userName: null,
    accessKeyId: 'ASIAEXAMPLE',
    principalId: 'AROAEXAMPLE:deploy-bot',
    sessionIssuerArn: 'arn:aws:iam::339712905844:role/ci/ci-deployer',
    sessionIssuerType: 'Role',
    sessionIssuerName: 'ci-deployer',
    sessionName: 'deploy-bot',
    invokedBy: null,
    mfa: true,
    identityProvider: null,
  });
});

test('a session of a web identity tells its provider', () => {
  const { sessionContext } = session('web', 'job');
  const federatedProvider = 'arn:aws:iam::339712905844:oidc-provider/issuer.example';
  const identity = {
    ...session('web', 'job'),
    sessionContext: { ...sessionContext, webIdFederationData: { federatedProvider } },
  };
  expect(principalOf(identity).identityProvider).toBe(federatedProvider);
});

describe('one line for people', () => {
  test.each([
    [session('ci-deployer', 'deploy-bot'), 'deploy-bot via role ci-deployer'],
    [
      session('web', 'deploy', { invokedBy: 'cloudformation.amazonaws.com' }),
      'deploy via role web, through CloudFormation',
    ],
    [{ type: 'Root', accountId: '120458963014' }, 'root of 120458963014'],
    [{ type: 'IAMUser', userName: 'ana', invokedBy: 'signin.amazonaws.com' }, 'ana'],
    [{ type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' }, 'Auto Scaling (AWS service)'],
    [{ type: 'AWSService', invokedBy: 'rolesanywhere.amazonaws.com' }, 'rolesanywhere (AWS service)'],
    [{ accountId: '1', invokedBy: 'AWS Internal' }, 'AWS (AWS service)'],
    [
      {
        type: 'WebIdentityUser',
        userName: 'repo:a/b:ref:refs/heads/main',
        identityProvider: 'arn:aws:iam::1:oidc-provider/token.actions.githubusercontent.com',
      },
      'repo:a/b:ref:refs/heads/main via token.actions.githubusercontent.com',
    ],
    [{ type: 'SAMLUser', userName: 'ana', identityProvider: 'aGFzaA==' }, 'ana via SAML'],
    [{ type: 'AWSAccount', accountId: '730335184422', principalId: 'AROAX:build' }, 'build of account 730335184422'],
    [
      {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::1:federated-user/guest',
        principalId: '1:guest',
        sessionContext: { sessionIssuer: { type: 'IAMUser', userName: 'broker' } },
      },
      'guest via user broker',
    ],
    [{ type: 'IdentityCenterUser', onBehalfOf: { userId: '94482488' } }, 'Identity Center user 94482488'],
    [null, 'unknown'],
    [{ type: 'Root', sessionContext: 'odd' }, 'root'],
    ['text', 'unknown'],
  ])('%j', (identity, expected) => {
    expect(label(identity)).toBe(expected);
  });

  test('is short', () => {
    expect(label({ type: 'IAMUser', userName: 'x'.repeat(4000) }).length).toBeLessThanOrEqual(300);
  });
});
