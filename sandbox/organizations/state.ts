import type { Account, OrganizationalUnit, Policy, PolicySummary, Root } from '@aws-sdk/client-organizations';
import type {
  Organization,
  OrganizationAccount,
  OrganizationPolicy,
  OrganizationalUnit as Unit,
} from '../store/organization';
import type { Call } from '../wire/action';
import { AwsError } from '../wire/errors';
import { pageOf } from '../wire/paging';

/** The caller's organization; members may ask who they belong to. */
export function organizationOf(call: Call): Organization {
  const { organization } = call.world;
  if (organization === undefined || !organization.accounts.some((account) => account.id === call.account.id)) {
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.', 400);
  }
  return organization;
}

const refusal = () => new AwsError('AccessDenied', "You don't have permissions to access this resource.", 400);

/** Reads of the organization are for the management account and delegated administrators. */
export function readable(call: Call): Organization {
  const organization = organizationOf(call);
  const delegated = organization.delegatedAdministrators?.includes(call.account.id);
  if (organization.managementAccountId !== call.account.id && !delegated) throw refusal();
  return organization;
}

/** Changes are the management account's alone. */
export function managed(call: Call): Organization {
  const organization = organizationOf(call);
  if (organization.managementAccountId !== call.account.id) throw refusal();
  return organization;
}

export const arnIn = (organization: Organization, kind: string, id: string): string =>
  `arn:aws:organizations::${organization.managementAccountId}:${kind}/${organization.id}/${id}`;

export function shownAccount(organization: Organization, account: OrganizationAccount): Account {
  return {
    Id: account.id,
    Arn: arnIn(organization, 'account', account.id),
    Email: account.email,
    Name: account.name,
    Status: account.status === 'PENDING_CLOSURE' ? 'PENDING_CLOSURE' : account.status,
    State: account.status,
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAt),
  };
}

export const shownUnit = (organization: Organization, unit: Unit): OrganizationalUnit => ({
  Id: unit.id,
  Arn: arnIn(organization, 'ou', unit.id),
  Name: unit.name,
});

export const shownRoot = (organization: Organization): Root => ({
  Id: organization.rootId,
  Arn: arnIn(organization, 'root', organization.rootId),
  Name: 'Root',
  PolicyTypes: (organization.enabledPolicyTypes ?? []).map((Type) => ({ Type, Status: 'ENABLED' })),
});

export function shownSummary(organization: Organization, policy: OrganizationPolicy): PolicySummary {
  const kind = `policy/${organization.id}/${policy.type.toLowerCase()}`;
  return {
    Id: policy.id,
    Arn: policy.awsManaged
      ? `arn:aws:organizations::aws:policy/${policy.type.toLowerCase()}/${policy.id}`
      : `arn:aws:organizations::${organization.managementAccountId}:${kind}/${policy.id}`,
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: policy.awsManaged,
  };
}

export const shownPolicy = (organization: Organization, policy: OrganizationPolicy): Policy => ({
  PolicySummary: shownSummary(organization, policy),
  Content: policy.content,
});

type PageInput = { NextToken?: string | undefined; MaxResults?: number | undefined };

/** At most 20 a page, as Organizations gives. */
export const pageFor = <T>(items: readonly T[], { NextToken, MaxResults }: PageInput) =>
  pageOf(items, {
    size: Math.min(MaxResults ?? 20, 20),
    token: NextToken,
    invalid: () => new AwsError('InvalidInputException', 'You provided an invalid value for NextToken.'),
  });

export function checkParent(organization: Organization, id: string | undefined): string {
  if (id === undefined || (id !== organization.rootId && !organization.units.some((unit) => unit.id === id))) {
    throw new AwsError('ParentNotFoundException', "You specified parent that doesn't exist.");
  }
  return id;
}

export function findAccount(organization: Organization, id: string | undefined): OrganizationAccount {
  const found = organization.accounts.find((each) => each.id === id);
  if (found) return found;
  throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
}

export function findUnit(organization: Organization, id: string | undefined): Unit {
  const found = organization.units.find((each) => each.id === id);
  if (found) return found;
  const message = "You specified an organizational unit that doesn't exist.";
  throw new AwsError('OrganizationalUnitNotFoundException', message);
}

export function findPolicy(organization: Organization, id: string | undefined): OrganizationPolicy {
  const found = organization.policies?.find((each) => each.id === id);
  if (found) return found;
  throw new AwsError('PolicyNotFoundException', "You specified a policy that doesn't exist.");
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
export const newId = (call: Call, prefix: string, length: number): string =>
  `${prefix}${call.world.random.text(LETTERS, length)}`;
