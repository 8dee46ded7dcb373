import type { Builder } from './builders';
import { AWS_POLICY, accountTrust, allow, GITHUB, githubTrust, serviceTrust } from './documents';

const PAYMENTS = '339712905844';

/** An acquired company's account: pipelines on access keys, no password policy. */
export function buildDataLake(build: Builder): void {
  const { account } = build;
  const lake = ['arn:aws:s3:::northquay-lake', 'arn:aws:s3:::northquay-lake/*'];
  build.policy('lake-reader', 1000, [
    allow({ Action: 's3:*', Resource: lake }),
    allow({ Action: ['s3:GetObject', 's3:ListBucket'], Resource: lake }),
  ]);
  build.policy('lake-writer', 1000, [
    allow({ Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'], Resource: lake }),
  ]);
  const reader = account.iamArn('policy', '/', 'lake-reader');
  const writer = account.iamArn('policy', '/', 'lake-writer');
  build.group('analysts', 1090, { attachedPolicies: [reader] });
  build.group('engineers', 1090, {
    attachedPolicies: [`${AWS_POLICY}/AmazonS3FullAccess`, `${AWS_POLICY}/IAMReadOnlyAccess`],
  });

  const sofia = build.user('sofia.almeida', 1085, {
    groups: ['engineers'],
    accessKeys: [build.key(1085, { usedDaysAgo: 4 })],
  });
  build.password(sofia, 1085, { usedDaysAgo: 30 });
  const kenji = build.user('kenji.mori', 730, {
    groups: ['analysts'],
    accessKeys: [build.key(730, { usedDaysAgo: 11, service: 'athena' }), build.key(120, { inactive: true })],
  });
  build.password(kenji, 730, { usedDaysAgo: 9, mfa: true });
  build.user('airflow', 1040, {
    path: '/pipelines/',
    attachedPolicies: [writer],
    accessKeys: [build.key(1040, { usedDaysAgo: 0.02 })],
  });
  build.user('dbt-cloud', 480, {
    path: '/pipelines/',
    attachedPolicies: [reader],
    accessKeys: [build.key(480, { usedDaysAgo: 0.4, service: 'glue' })],
  });
  build.user('tableau-extract', 890, {
    path: '/pipelines/',
    attachedPolicies: [reader],
    accessKeys: [build.key(890, { usedDaysAgo: 388 })],
  });
  build.user('kafka-connect', 350, {
    path: '/pipelines/',
    attachedPolicies: [writer],
    accessKeys: [build.key(350, { usedDaysAgo: 0.01 }), build.key(12)],
  });

  const github = build.oidcProvider(GITHUB, ['sts.amazonaws.com'], 210);
  build.role('glue-crawler', 980, serviceTrust('glue'), { attachedPolicies: [writer], usedDaysAgo: 0.5 });
  build.role('emr-host', 940, serviceTrust('ec2'), { attachedPolicies: [writer], usedDaysAgo: 60 });
  build.instanceProfile('emr-host', 940, 'emr-host');
  build.role('payments-share', 610, accountTrust(`arn:aws:iam::${PAYMENTS}:role/payments-task`), {
    attachedPolicies: [reader],
    usedDaysAgo: 1,
  });
  build.role(
    'github-dbt',
    210,
    githubTrust(github.arn, 'StringLike', [
      'repo:northquay/dbt-models:*',
      'repo:northquay/lake-infra:environment:production',
    ]),
    {
      attachedPolicies: [writer],
      usedDaysAgo: 0.6,
    },
  );
}
