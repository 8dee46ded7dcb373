import type { Organization } from '../store/organization';

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/** What the small world's organization has of policies: AWS's own, two guardrails, one that nobody uses. */
export function addPolicies(organization: Organization): void {
  const { rootId, units, accounts } = organization;
  const unitId = (name: string) => units.filter((unit) => unit.name === name).map(({ id }) => id);
  organization.enabledPolicyTypes = ['SERVICE_CONTROL_POLICY', 'TAG_POLICY'];
  organization.tags = { [accounts[1]?.id ?? '']: { environment: 'production', team: 'payments' } };
  organization.policies = [
    {
      id: 'p-FullAWSAccess',
      name: 'FullAWSAccess',
      description: 'Allows access to every operation',
      type: 'SERVICE_CONTROL_POLICY',
      content: document({ Effect: 'Allow', Action: '*', Resource: '*' }),
      awsManaged: true,
      targets: [rootId, ...units.map(({ id }) => id), ...accounts.map(({ id }) => id)],
    },
    {
      id: 'p-7nqleave',
      name: 'stay-in-the-organization',
      description: 'No account leaves, no trail stops',
      type: 'SERVICE_CONTROL_POLICY',
      content: document({
        Effect: 'Deny',
        Action: ['organizations:LeaveOrganization', 'cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'],
        Resource: '*',
      }),
      awsManaged: false,
      targets: unitId('Production'),
    },
    {
      id: 'p-3nqregio',
      name: 'regions-2023',
      description: 'Regions we planned to allow; never attached',
      type: 'SERVICE_CONTROL_POLICY',
      content: document({
        Effect: 'Deny',
        NotAction: ['iam:*', 'organizations:*', 'sts:*'],
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } },
      }),
      awsManaged: false,
      targets: [],
    },
    {
      id: 'p-9nqtagst',
      name: 'team-tag',
      description: 'How the team tag is written',
      type: 'TAG_POLICY',
      content: JSON.stringify({ tags: { team: { tag_key: { '@@assign': 'team' } } } }),
      awsManaged: false,
      targets: unitId('Workloads'),
    },
  ];
}
