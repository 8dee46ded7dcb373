import type { ManagedPolicy } from '../store/types';
import { READ_ONLY, SECURITY_AUDIT, VIEW_ONLY } from './aws-managed-reads';

const ACCOUNT_VIEW = ['account:GetAccountInformation', 'account:GetAlternateContact', 'account:GetRegionOptStatus'];

type Grant = { actions?: string[]; notActions?: string[]; resource?: string };
type Definition = { path: string; id: string; created: string; description: string; grants: Grant[] };

/**
 * AWS's own policies as far as the emulated services go: each decides the actions of the services
 * the sandbox plays, and those that Mooring's collectors need, as AWS's does (compared with fixtures/iam/managed-policies), written anew and short. Other services are one wildcard.
 */
const DEFINITIONS: Record<string, Definition> = {
  AdministratorAccess: {
    path: '/',
    id: 'ANPAIWMBCKSKIEE64ZLYK',
    created: '2015-02-06T18:39:46Z',
    description: 'Everything on every resource.',
    grants: [{ actions: ['*'] }],
  },
  PowerUserAccess: {
    path: '/',
    id: 'ANPAJYRXTHIB4FOVS3ZXS',
    created: '2015-02-06T18:39:47Z',
    description: 'Everything but users, groups and the organization.',
    grants: [
      { notActions: ['iam:*', 'organizations:*', 'account:*'] },
      {
        actions: [
          ...ACCOUNT_VIEW.slice(0, 1),
          'account:ListRegions',
          'iam:CreateServiceLinkedRole',
          'iam:DeleteServiceLinkedRole',
          'iam:ListRoles',
          'organizations:DescribeOrganization',
        ],
      },
    ],
  },
  ReadOnlyAccess: {
    path: '/',
    id: 'ANPAILL3HVNFSB6DCOWYQ',
    created: '2015-02-06T18:39:48Z',
    description: 'Reads everything, changes nothing.',
    grants: [
      {
        actions: [
          ...['iam:Get*', 'iam:List*', 'iam:Generate*', 'iam:Simulate*'],
          ...['organizations:Describe*', 'organizations:List*'],
          ...['sts:GetAccessKeyInfo', 'sts:GetCallerIdentity', 'sts:GetSessionToken'],
          ...['cloudformation:Describe*', 'cloudformation:Detect*', 'cloudformation:Estimate*'],
          ...['cloudformation:Get*', 'cloudformation:List*', 'cloudformation:ValidateTemplate'],
          ...ACCOUNT_VIEW,
          ...READ_ONLY,
        ],
      },
    ],
  },
  SecurityAudit: {
    path: '/',
    id: 'ANPAIX2T3QCXHR2OGGCTO',
    created: '2015-02-06T18:41:01Z',
    description: 'Reads the configuration that bears on security.',
    grants: [
      {
        actions: [
          ...['iam:GenerateCredentialReport', 'iam:GenerateServiceLastAccessedDetails', 'iam:Get*', 'iam:List*'],
          ...['iam:SimulateCustomPolicy', 'iam:SimulatePrincipalPolicy', 'sts:GetAccessKeyInfo'],
          ...['organizations:Describe*', 'organizations:List*'],
          ...['cloudformation:DescribeStack*', 'cloudformation:GetStackPolicy', 'cloudformation:GetTemplate'],
          ...['cloudformation:ListStack*', ...ACCOUNT_VIEW, 'cloudtrail:LookupEvents', ...SECURITY_AUDIT],
        ],
      },
      { actions: ['apigateway:GET'], resource: 'arn:aws:apigateway:*::/restapis' },
      { actions: ['apigateway:GET'], resource: 'arn:aws:apigateway:*::/apis' },
    ],
  },
  ViewOnlyAccess: {
    path: '/job-function/',
    id: 'ANPAID22R6XPJATWOFDK6',
    created: '2016-11-10T17:20:15Z',
    description: 'Lists what there is, without contents.',
    grants: [
      {
        actions: [
          ...['iam:GetAccountSummary', 'iam:GetLoginProfile', 'iam:List*', 'organizations:List*'],
          ...['cloudformation:DescribeStacks', 'cloudformation:List*', 'cloudtrail:LookupEvents', ...VIEW_ONLY],
        ],
      },
    ],
  },
  IAMReadOnlyAccess: {
    path: '/',
    id: 'ANPAJKSO7NDY4T57MWDSQ',
    created: '2015-02-06T18:40:39Z',
    description: 'Reads IAM.',
    grants: [{ actions: ['iam:GenerateCredentialReport', 'iam:Generate*', 'iam:Get*', 'iam:List*', 'iam:Simulate*'] }],
  },
  IAMFullAccess: {
    path: '/',
    id: 'ANPAI7XKCFMBPM3QQRRVQ',
    created: '2015-02-06T18:40:38Z',
    description: 'All of IAM.',
    grants: [
      {
        actions: [
          ...['iam:*', 'organizations:DescribeAccount', 'organizations:DescribeOrganization'],
          ...['organizations:DescribeOrganizationalUnit', 'organizations:DescribePolicy', 'organizations:ListChildren'],
          ...['organizations:ListParents', 'organizations:ListPoliciesForTarget', 'organizations:ListRoots'],
          ...['organizations:ListPolicies', 'organizations:ListTargetsForPolicy'],
        ],
      },
    ],
  },
  IAMUserChangePassword: {
    path: '/',
    id: 'ANPAJ4L4MM2A7QIEB56MS',
    created: '2016-11-15T00:25:16Z',
    description: 'Lets users change their own password.',
    grants: [
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      { actions: ['iam:ChangePassword'], resource: 'arn:aws:iam::*:user/${aws:username}' },
      { actions: ['iam:GetAccountPasswordPolicy'] },
    ],
  },
  AWSOrganizationsReadOnlyAccess: {
    path: '/',
    id: 'ANPAJY5RQATUV77PEPVOM',
    created: '2018-11-06T20:32:38Z',
    description: 'Reads the organization.',
    grants: [{ actions: ['organizations:Describe*', 'organizations:List*', ...ACCOUNT_VIEW] }],
  },
  AmazonS3FullAccess: {
    path: '/',
    id: 'ANPAIFIR6V6BVTRAHWINE',
    created: '2015-02-06T18:40:58Z',
    description: 'All of S3.',
    grants: [{ actions: ['s3:*', 's3-object-lambda:*'] }],
  },
  AmazonS3ReadOnlyAccess: {
    path: '/',
    id: 'ANPAIZTJ4DXE7G6AGAE6M',
    created: '2015-02-06T18:40:59Z',
    description: 'Reads S3.',
    grants: [{ actions: ['s3:Get*', 's3:List*', 's3:Describe*'] }],
  },
  AmazonSSMManagedInstanceCore: {
    path: '/',
    id: 'ANPAIXSHM2BNB2D3AXXRU',
    created: '2019-03-15T17:22:12Z',
    description: 'What an instance needs for Systems Manager.',
    grants: [{ actions: ['ssm:UpdateInstanceInformation', 'ssmmessages:*', 'ec2messages:*'] }],
  },
  AWSLambdaBasicExecutionRole: {
    path: '/service-role/',
    id: 'ANPAJNCQGXC42545SKXIK',
    created: '2015-04-09T15:03:43Z',
    description: 'Lets a function write its logs.',
    grants: [{ actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'] }],
  },
  AWSDenyAll: {
    path: '/',
    id: 'ANPA4HYPRPLUUAYBMLKSZ',
    created: '2019-05-01T22:36:14Z',
    description: 'Denies everything.',
    grants: [],
  },
};

const byArn = new Map(
  Object.entries(DEFINITIONS).map(([name, definition]) => {
    const policy = managedPolicy(name, definition);
    return [policy.arn, policy] as const;
  }),
);

export function awsManagedPolicy(arn: string): ManagedPolicy | undefined {
  return byArn.get(arn);
}

export function awsManagedPolicies(): ManagedPolicy[] {
  return [...byArn.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function managedPolicy(name: string, definition: Definition): ManagedPolicy {
  const createdAt = Date.parse(definition.created);
  const statements = definition.grants.map((grant) => ({
    Effect: 'Allow',
    ...(grant.actions ? { Action: grant.actions } : { NotAction: grant.notActions }),
    Resource: grant.resource ?? '*',
  }));
  const denyAll = [{ Effect: 'Deny', Action: '*', Resource: '*' }];
  const document = { Version: '2012-10-17', Statement: statements.length === 0 ? denyAll : statements };
  return {
    name,
    path: definition.path,
    id: definition.id,
    arn: `arn:aws:iam::aws:policy${definition.path}${name}`,
    description: definition.description,
    createdAt,
    updatedAt: createdAt,
    defaultVersionId: 'v1',
    versions: [{ id: 'v1', document: JSON.stringify(document), createdAt }],
    nextVersion: 2,
    tags: [],
  };
}
