import type { OnboardingInput } from '../input';

/** A complete, plain input; a test changes what it is about. */
export function anOnboarding(change: Partial<OnboardingInput> = {}): OnboardingInput {
  return {
    integrationName: 'payments-prod',
    region: 'eu-west-1',
    issuerUrl: 'https://issuer.mooring.test/oidc/0193b6a0-7c1e-7b7e-9f0a-5d2c4e1f7a10',
    audience: 'mooring',
    subject: 'workspace:0193b6a0-7c1e-7b7e-9f0a-5d2c4e1f7a10:integration:0193b6a1-2d3f-7c2a-8b1e-6a4d9c0e5f21',
    roleName: 'mooring-scanner-9c0e5f21',
    ...change,
  };
}

export const SOME_ACTIONS = ['iam:ListUsers', 'iam:GetAccountAuthorizationDetails', 'ec2:DescribeRegions'];
