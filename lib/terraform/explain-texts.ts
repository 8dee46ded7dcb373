import type { TERRAFORM_FILES } from './files';
import type { Onboarding } from './input';

/** What is said of one block; `header` is its first line without the brace. */
export type BlockText = {
  path: (typeof TERRAFORM_FILES)[number];
  header: string;
  title: string;
  text: (input: Onboarding) => string;
  creates: (input: Onboarding) => number;
};

const MANAGED = { security_audit: 2, read_only: 1, minimal: 0 } as const satisfies Record<
  Onboarding['permissionSet'],
  number
>;

const none = () => 0;

/** In the order in which the files are read. */
export const BLOCKS: readonly BlockText[] = [
  {
    path: 'main.tf',
    header: 'resource "aws_iam_openid_connect_provider" "issuer"',
    title: 'Identity provider',
    text: ({ existingProviderArn, issuerUrl, audience }) =>
      existingProviderArn
        ? 'Not made: the account already has a provider for this issuer, and that one is used.'
        : `Tells the account that ${issuerUrl} signs tokens, and that those for ${audience} are meant for it. AWS checks every signature against the keys published there. By itself it lets nobody in.`,
    creates: ({ existingProviderArn }) => (existingProviderArn ? 0 : 1),
  },
  {
    path: 'main.tf',
    header: 'data "aws_iam_openid_connect_provider" "existing"',
    title: 'Provider that is there already',
    text: ({ existingProviderArn }) =>
      existingProviderArn
        ? `Reads ${existingProviderArn} and stops the plan unless it is for this issuer and lists the audience. It is not changed.`
        : 'Not used: the provider is made above.',
    creates: none,
  },
  {
    path: 'main.tf',
    header: 'data "aws_iam_policy_document" "trust"',
    title: 'Trust policy',
    text: ({ subject, audience }) =>
      subject.endsWith('*')
        ? `Decides who may become the role: any service account that matches ${subject}, with a token for ${audience}. This is wider than one caller; every workload of that namespace is let in.`
        : `Decides who may become the role: only a token for ${audience} about ${subject}. Both are compared as equals; there is no wildcard, and no other integration or workspace fits.`,
    creates: none,
  },
  {
    path: 'main.tf',
    header: 'resource "aws_iam_role" "scanner"',
    title: 'Role',
    text: ({ roleName, maxSessionSeconds }) =>
      `${roleName} is what Mooring becomes while it scans, for ${minutes(maxSessionSeconds)} at most each time. It has no password and no access key.`,
    creates: () => 1,
  },
  {
    path: 'permissions.tf',
    header: 'resource "aws_iam_role_policy_attachment" "read"',
    title: 'What it may read',
    text: ({ permissionSet }) =>
      ({
        security_audit:
          "Attaches AWS's SecurityAudit and ViewOnlyAccess: security settings, IAM policies, and lists of nearly every service. They change nothing and do not read objects in buckets or rows in tables.",
        read_only:
          "Attaches AWS's ReadOnlyAccess: everything that can be read, and that includes content, such as objects in buckets. Choose a narrower set unless you need it.",
        minimal: 'Attaches nothing: the minimal policy below is all there is.',
      })[permissionSet],
    creates: ({ permissionSet }) => MANAGED[permissionSet],
  },
  {
    path: 'permissions.tf',
    header: 'resource "aws_iam_role_policy" "minimal"',
    title: 'Minimal policy',
    text: ({ permissionSet, minimalPolicy }) =>
      permissionSet === 'minimal'
        ? `Allows ${actionNames(minimalPolicy).length} actions by name, the ones the collectors call, and nothing else. A later version of Mooring that collects more will ask for a new apply.`
        : 'Not made: only the minimal set has it.',
    creates: ({ permissionSet }) => (permissionSet === 'minimal' ? 1 : 0),
  },
  {
    path: 'permissions.tf',
    header: 'resource "aws_iam_role_policy" "supplement"',
    title: 'What AWS’s two do not have',
    text: ({ permissionSet, supplementPolicy }) =>
      permissionSet !== 'security_audit'
        ? 'Not made: only the set with SecurityAudit has it.'
        : supplementPolicy
          ? `Allows ${actionNames(supplementPolicy).join(', ')} by name: Mooring calls them, and neither SecurityAudit nor ViewOnlyAccess has them. They read configuration, no content.`
          : 'Not made: SecurityAudit and ViewOnlyAccess have all that the chosen services need.',
    creates: ({ permissionSet, supplementPolicy }) => (permissionSet === 'security_audit' && supplementPolicy ? 1 : 0),
  },
  {
    path: 'permissions.tf',
    header: 'data "aws_iam_policy_document" "verify"',
    title: 'Reading itself',
    text: () =>
      'Lists five read actions on this one role. With them Mooring shows, on the verification page, what the role may do, whether that is too much, and who else could take it.',
    creates: none,
  },
  {
    path: 'permissions.tf',
    header: 'resource "aws_iam_role_policy" "verify"',
    title: 'Policy for reading itself',
    text: () => 'Puts those five actions on the role. They reach no other role.',
    creates: () => 1,
  },
  {
    path: 'outputs.tf',
    header: 'output "role_arn"',
    title: 'Role ARN',
    text: () => 'Printed at the end. It is not a secret; paste it into the wizard.',
    creates: none,
  },
  {
    path: 'outputs.tf',
    header: 'output "aws_credentials_config"',
    title: 'Credentials configuration',
    text: () => 'How the role is taken, as JSON for automation. There is no key in it, so it is not a secret either.',
    creates: none,
  },
  {
    path: 'provider.tf',
    header: 'provider "aws"',
    title: 'Which account',
    text: ({ region, endpointUrl }) =>
      endpointUrl
        ? `Talks to the sandbox at ${endpointUrl} instead of AWS.`
        : `Uses the AWS sign-in of whoever runs it, in ${region}. What is made belongs to the whole account, not to a region.`,
    creates: none,
  },
];

function minutes(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.floor(seconds / 60)} min`;
}

function actionNames(policy: Onboarding['minimalPolicy']): unknown[] {
  return (policy?.Statement ?? []).flatMap((statement) => statement.Action ?? []);
}
