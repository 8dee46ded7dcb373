import type { Builder } from './builders';
import { AWS_POLICY, accountTrust, allow, samlTrust, serviceTrust } from './documents';

/** The management account: few people, sign-on through SAML, billing, an old break-glass user. */
export function buildManagement(build: Builder): void {
  const { account } = build;
  account.alias = 'northquay';
  account.passwordPolicy = {
    minimumPasswordLength: 14,
    requireSymbols: true,
    requireNumbers: true,
    requireUppercaseCharacters: true,
    requireLowercaseCharacters: true,
    allowUsersToChangePassword: true,
    maxPasswordAge: 90,
    passwordReusePrevention: 24,
    hardExpiry: false,
  };
  const saml = build.samlProvider('northquay-sso', 1380);
  build.group('organization-admins', 1450, { attachedPolicies: [`${AWS_POLICY}/AdministratorAccess`] });
  build.group('finance', 1100, {
    inlinePolicies: [
      { name: 'billing-view', document: JSON.stringify(allow({ Action: ['ce:*', 'cur:Describe*', 'billing:Get*'] })) },
    ],
  });
  const breakGlass = build.user('break-glass', 1450, { groups: ['organization-admins'] });
  build.password(breakGlass, 1450, { mfa: true });
  const ines = build.user('ines.moreau', 1210, {
    groups: ['organization-admins'],
    tags: [{ key: 'team', value: 'platform' }],
  });
  build.password(ines, 60, { usedDaysAgo: 1, mfa: true });
  const theo = build.user('theo.lindqvist', 640, { groups: ['finance'], tags: [{ key: 'team', value: 'finance' }] });
  build.password(theo, 85, { usedDaysAgo: 6, mfa: false });
  build.user('cur-exporter', 980, {
    path: '/service/',
    accessKeys: [build.key(980, { usedDaysAgo: 0.2, region: 'us-east-1' })],
    inlinePolicies: [
      {
        name: 'read-cost-reports',
        document: JSON.stringify(
          allow({ Action: ['s3:GetObject', 's3:ListBucket'], Resource: 'arn:aws:s3:::northquay-cur*' }),
        ),
      },
    ],
  });
  build.role('sso-administrator', 1380, samlTrust(saml.arn), {
    attachedPolicies: [`${AWS_POLICY}/AdministratorAccess`],
    maxSessionDuration: 14_400,
    usedDaysAgo: 0.4,
  });
  build.role('sso-auditor', 1380, samlTrust(saml.arn), {
    attachedPolicies: [`${AWS_POLICY}/SecurityAudit`, `${AWS_POLICY}/job-function/ViewOnlyAccess`],
    usedDaysAgo: 12,
  });
  build.role('AWSServiceRoleForOrganizations', 1460, serviceTrust('organizations'), {
    path: '/aws-service-role/organizations.amazonaws.com/',
    description: 'Service-linked role used by AWS Organizations.',
  });
  build.role('account-factory', 1200, accountTrust(account.rootArn), {
    attachedPolicies: [`${AWS_POLICY}/PowerUserAccess`],
    usedDaysAgo: 33,
  });
}
