import { addSettlementCluster } from '../eks/build';
import type { Builder } from './builders';
import {
  AWS_POLICY,
  accountTrust,
  allow,
  anyoneTrust,
  GITHUB,
  githubTrust,
  samlTrust,
  serviceTrust,
  webIdentityTrust,
} from './documents';

const MANAGEMENT = '120458963014';
/** Accounts of companies outside: not in this world. */
const OLD_VENDOR = '664180273559';
const GOOD_VENDOR = '417280943361';

/** The account with the most to lose: long-lived keys of services and people, and every kind of trust. */
export function buildPayments(build: Builder): void {
  build.account.alias = 'northquay-payments';
  build.account.passwordPolicy = {
    minimumPasswordLength: 8,
    requireSymbols: false,
    requireNumbers: true,
    requireUppercaseCharacters: false,
    requireLowercaseCharacters: true,
    allowUsersToChangePassword: true,
    maxPasswordAge: undefined,
    passwordReusePrevention: undefined,
    hardExpiry: undefined,
  };
  addPolicies(build);
  addPeople(build);
  addServices(build);
  addRoles(build);
  addFederation(build);
}

function addPolicies(build: Builder): void {
  const bucket = 'arn:aws:s3:::payments-settlement';
  build.policy('payments-deploy', 1300, [
    allow({ Action: ['ecs:*', 'ecr:*'] }),
    allow({ Action: ['ecs:*', 'ecr:*', 'iam:PassRole'] }),
    allow(
      { Action: ['ecs:UpdateService', 'ecs:RegisterTaskDefinition', 'ecr:*'] },
      { Action: 'iam:PassRole', Resource: build.account.iamArn('role', '/', 'payments-task*') },
    ),
  ]);
  build.policy(
    'settlement-read',
    900,
    [allow({ Action: ['s3:GetObject', 's3:ListBucket'], Resource: [bucket, `${bucket}/*`] })],
    {
      tags: [{ key: 'data', value: 'cardholder' }],
    },
  );
  build.policy('developer-boundary', 700, [
    allow({ Action: '*' }, { Effect: 'Deny', Action: ['iam:CreateUser', 'iam:CreateAccessKey', 'organizations:*'] }),
  ]);
  build.policy('unused-legacy-import', 1390, [allow({ Action: 'sdb:*' })], { path: '/legacy/' });
  build.group('developers', 1350, {
    attachedPolicies: [`${AWS_POLICY}/ReadOnlyAccess`, build.account.iamArn('policy', '/', 'payments-deploy')],
  });
  build.group('administrators', 1350, { attachedPolicies: [`${AWS_POLICY}/AdministratorAccess`] });
  build.group('auditors', 820, { attachedPolicies: [`${AWS_POLICY}/SecurityAudit`] });
  build.group('contractors-2022', 1290);
}

function addPeople(build: Builder): void {
  const boundary = build.account.iamArn('policy', '/', 'developer-boundary');
  const amara = build.user('amara.okafor', 1340, {
    groups: ['administrators'],
    tags: [{ key: 'team', value: 'payments' }],
    accessKeys: [
      build.key(1340, { usedDaysAgo: 2, service: 'ecs' }),
      build.key(410, { usedDaysAgo: 0.1, service: 'iam' }),
    ],
  });
  build.password(amara, 500, { usedDaysAgo: 1, mfa: true });
  const jonas = build.user('jonas.weber', 910, {
    groups: ['developers'],
    boundary,
    accessKeys: [build.key(905, { usedDaysAgo: 21, service: 'ecr' })],
  });
  build.password(jonas, 900, { usedDaysAgo: 3, mfa: false });
  const priya = build.user('priya.raman', 420, {
    groups: ['developers'],
    boundary,
    accessKeys: [build.key(44, { usedDaysAgo: 1 })],
  });
  build.password(priya, 420, { usedDaysAgo: 0.5, mfa: true });
  const former = build.user('lukas.brandt', 1310, {
    groups: ['contractors-2022'],
    attachedPolicies: [`${AWS_POLICY}/PowerUserAccess`],
    accessKeys: [build.key(1300, { usedDaysAgo: 803 })],
    tags: [{ key: 'contract-end', value: '2024-03-31' }],
  });
  build.password(former, 1300, { usedDaysAgo: 810 });
  const maya = build.user('maya.chen', 200, { groups: ['auditors'] });
  build.password(maya, 200, { usedDaysAgo: 8, mfa: true });
}

function addServices(build: Builder): void {
  const { account } = build;
  build.user('settlement-batch', 1330, {
    path: '/service/',
    attachedPolicies: [account.iamArn('policy', '/', 'settlement-read')],
    accessKeys: [build.key(1330, { usedDaysAgo: 0.05 }), build.key(1329, { inactive: true, usedDaysAgo: 1200 })],
  });
  build.user('ci-deployer', 1180, {
    path: '/service/',
    attachedPolicies: [account.iamArn('policy', '/', 'payments-deploy')],
    accessKeys: [build.key(1180, { usedDaysAgo: 0.3, service: 'ecs' })],
    tags: [{ key: 'owner', value: 'platform' }],
  });
  build.user('fraud-model-export', 620, {
    path: '/service/',
    inlinePolicies: [
      {
        name: 'export',
        document: JSON.stringify(allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::fraud-models/*' })),
      },
    ],
    accessKeys: [build.key(620)],
  });
  build.user('terraform', 1400, {
    path: '/service/',
    attachedPolicies: [`${AWS_POLICY}/AdministratorAccess`],
    accessKeys: [build.key(1400, { usedDaysAgo: 96, service: 'iam', region: 'us-east-1' })],
  });
  build.user('smtp-receipts', 760, {
    path: '/service/',
    accessKeys: [build.key(760, { usedDaysAgo: 0.01, service: 'ses' })],
  });
}

function addRoles(build: Builder): void {
  const { account } = build;
  build.role('payments-task', 1300, serviceTrust('ecs-tasks'), {
    attachedPolicies: [account.iamArn('policy', '/', 'settlement-read')],
    usedDaysAgo: 0.01,
  });
  build.role('payments-host', 1280, serviceTrust('ec2'), {
    attachedPolicies: [`${AWS_POLICY}/AmazonSSMManagedInstanceCore`],
    usedDaysAgo: 0.1,
  });
  build.instanceProfile('payments-host', 1280, 'payments-host');
  build.instanceProfile('old-batch-host', 1390, undefined);
  build.role('receipt-renderer', 510, serviceTrust('lambda'), {
    path: '/service-role/',
    attachedPolicies: [`${AWS_POLICY}/service-role/AWSLambdaBasicExecutionRole`],
    usedDaysAgo: 0.2,
  });
  build.role('organization-access', 1404, accountTrust(`arn:aws:iam::${MANAGEMENT}:root`), {
    attachedPolicies: [`${AWS_POLICY}/AdministratorAccess`],
    usedDaysAgo: 190,
  });
  build.role('cost-optimizer-vendor', 1120, accountTrust(`arn:aws:iam::${OLD_VENDOR}:root`), {
    description: 'Access for the cost tool we tried in 2023',
    attachedPolicies: [`${AWS_POLICY}/ReadOnlyAccess`],
    usedDaysAgo: 430,
  });
  build.role('monitoring-vendor', 380, accountTrust(`arn:aws:iam::${GOOD_VENDOR}:root`, 'nq-7f3c9a52-payments'), {
    attachedPolicies: [`${AWS_POLICY}/job-function/ViewOnlyAccess`],
    usedDaysAgo: 0.02,
  });
  build.role('partner-drop', 870, anyoneTrust(), {
    description: 'Temporary: partner uploads',
    inlinePolicies: [
      {
        name: 'upload',
        document: JSON.stringify(allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::payments-partner-drop/*' })),
      },
    ],
  });
  build.role('organization-reader', 300, anyoneTrust({ StringEquals: { 'aws:PrincipalOrgID': 'o-nq4k2m8xw1' } }), {
    attachedPolicies: [`${AWS_POLICY}/IAMReadOnlyAccess`],
    usedDaysAgo: 5,
  });
}

function addFederation(build: Builder): void {
  const github = build.oidcProvider(GITHUB, ['sts.amazonaws.com'], 640);
  const eks = build.oidcProvider(
    'oidc.eks.eu-west-1.amazonaws.com/id/9F31C0B7A2D84E5F6A7B8C9D0E1F2A3B',
    ['sts.amazonaws.com'],
    560,
  );
  addSettlementCluster(build.world, build.account, 'eu-west-1', '9F31C0B7A2D84E5F6A7B8C9D0E1F2A3B');
  const saml = build.samlProvider('northquay-sso', 1380);
  const deploy = [build.account.iamArn('policy', '/', 'payments-deploy')];
  build.role(
    'github-deploy',
    640,
    githubTrust(github.arn, 'StringLike', 'repo:northquay/payments-api:ref:refs/heads/main'),
    { attachedPolicies: deploy, usedDaysAgo: 0.1 },
  );
  build.role('github-any-repository', 600, githubTrust(github.arn, 'StringLike', 'repo:northquay/*'), {
    attachedPolicies: [`${AWS_POLICY}/PowerUserAccess`],
    usedDaysAgo: 4,
  });
  build.role(
    'github-no-subject',
    590,
    webIdentityTrust(github.arn, { StringEquals: { [`${GITHUB}:aud`]: 'sts.amazonaws.com' } }),
    { attachedPolicies: deploy, usedDaysAgo: 71 },
  );
  build.role('github-never-matches', 330, githubTrust(github.arn, 'StringEquals', 'repo:northquay/ledger:*'), {
    attachedPolicies: deploy,
  });
  build.role(
    'eks-settlement',
    555,
    webIdentityTrust(eks.arn, {
      StringEquals: {
        [`${eks.url}:aud`]: 'sts.amazonaws.com',
        [`${eks.url}:sub`]: 'system:serviceaccount:settlement:worker',
      },
    }),
    { attachedPolicies: [build.account.iamArn('policy', '/', 'settlement-read')], usedDaysAgo: 0.01 },
  );
  build.role('sso-developer', 1380, samlTrust(saml.arn), {
    attachedPolicies: [`${AWS_POLICY}/ReadOnlyAccess`],
    usedDaysAgo: 0.3,
  });
}
