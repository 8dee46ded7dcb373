import { expect, test } from 'vitest';
import { widthOf } from './subjects';

const provider = (issuer: string) => `arn:aws:iam::339712905844:oidc-provider/${issuer}`;
const GITHUB = provider('token.actions.githubusercontent.com');
const CLUSTER = provider('oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E');

test.each([
  [GITHUB, '*', 'anyone'],
  [GITHUB, 'repo:*', 'anyone'],
  [GITHUB, 'repo:north*/app:*', 'anyone'],
  [GITHUB, 'repo:northquay/*', 'owner'],
  [GITHUB, 'repo:northquay/app*:ref:refs/heads/main', 'owner'],
  [GITHUB, 'repo:northquay/app:*', 'project'],
  [GITHUB, 'repo:northquay/app:ref:refs/heads/release-*', 'narrow'],
  [provider('gitlab.com'), 'project_path:*:ref_type:branch:ref:main', 'anyone'],
  [provider('gitlab.com'), 'project_path:northquay/app:*', 'project'],
  [CLUSTER, '*', 'issuer'],
  [CLUSTER, 'system:serviceaccount:*:deployer', 'issuer'],
  [CLUSTER, 'system:serviceaccount:payments:*', 'project'],
  [CLUSTER, 'system:serviceaccount:payments:api-*', 'narrow'],
  [provider('login.example.test'), 'team-*', 'owner'],
  [provider('cognito-identity.amazonaws.com'), '*', 'anyone'],
])('%s with %s lets in: %s', (issuer, pattern, width) => {
  expect(widthOf(issuer, pattern)).toBe(width);
});
