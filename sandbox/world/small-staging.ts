import type { Builder } from './builders';
import { AWS_POLICY, accountTrust, allow, GITHUB, githubTrust, serviceTrust } from './documents';

const MANAGEMENT = '120458963014';

/** Where everyone tries things: shared keys, forgotten users, roles no one uses. */
export function buildStaging(build: Builder): void {
  const { account } = build;
  account.passwordPolicy = {
    minimumPasswordLength: 8,
    requireSymbols: false,
    requireNumbers: false,
    requireUppercaseCharacters: false,
    requireLowercaseCharacters: false,
    allowUsersToChangePassword: true,
    maxPasswordAge: undefined,
    passwordReusePrevention: undefined,
    hardExpiry: undefined,
  };
  build.policy('load-test', 520, [allow({ Action: ['ec2:*', 'ecs:*'] })]);
  build.group('developers', 1390, { attachedPolicies: [`${AWS_POLICY}/PowerUserAccess`] });
  build.user('shared-dev', 1390, {
    groups: ['developers'],
    accessKeys: [
      build.key(1390, { usedDaysAgo: 0.1, service: 'ec2' }),
      build.key(870, { usedDaysAgo: 1, service: 's3' }),
    ],
  });
  const jonas = build.user('jonas.weber', 905, {
    groups: ['developers'],
    accessKeys: [build.key(88, { usedDaysAgo: 15 })],
  });
  build.password(jonas, 905, { usedDaysAgo: 14 });
  build.user('load-generator', 520, {
    attachedPolicies: [account.iamArn('policy', '/', 'load-test')],
    accessKeys: [build.key(520, { usedDaysAgo: 201, service: 'ec2' })],
  });
  build.user('hackweek-2024', 770, {
    attachedPolicies: [`${AWS_POLICY}/AdministratorAccess`],
    accessKeys: [build.key(770)],
  });
  const preview = build.user('preview-bot', 150, {
    accessKeys: [build.key(150, { inactive: true, usedDaysAgo: 100 })],
  });
  build.password(preview, 150);

  const github = build.oidcProvider(GITHUB, ['sts.amazonaws.com'], 645);
  build.role('github-staging', 645, githubTrust(github.arn, 'StringLike', 'repo:northquay/*:*'), {
    attachedPolicies: [`${AWS_POLICY}/PowerUserAccess`],
    usedDaysAgo: 0.05,
  });
  build.role('staging-task', 1300, serviceTrust('ecs-tasks'), {
    attachedPolicies: [`${AWS_POLICY}/AmazonS3ReadOnlyAccess`],
    usedDaysAgo: 0.1,
  });
  build.role('organization-access', 1398, accountTrust(`arn:aws:iam::${MANAGEMENT}:root`), {
    attachedPolicies: [`${AWS_POLICY}/AdministratorAccess`],
  });
}
