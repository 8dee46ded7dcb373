import type { Organization, OrganizationAccount, OrganizationalUnit } from '../store/organization';
import { type ActionDefinition, anyResource, type Call, reads } from '../wire/action';
import { AwsError } from '../wire/errors';

const MANAGEMENT_ONLY = "You don't have permissions to access this resource.";

function organizationOf(call: Call): Organization {
  const { organization } = call.world;
  if (organization === undefined || !organization.accounts.some((account) => account.id === call.account.id)) {
    throw new AwsError('AWSOrganizationsNotInUseException', 'Your account is not a member of an organization.', 400);
  }
  return organization;
}

/** Most of Organizations answers the management account only; members may ask who they belong to. */
function managed(call: Call): Organization {
  const organization = organizationOf(call);
  if (organization.managementAccountId !== call.account.id) throw new AwsError('AccessDenied', MANAGEMENT_ONLY, 400);
  return organization;
}

const arn = (organization: Organization, kind: string, id: string) =>
  `arn:aws:organizations::${organization.managementAccountId}:${kind}/${organization.id}/${id}`;

function accountOutput(organization: Organization, account: OrganizationAccount) {
  return {
    Id: account.id,
    Arn: arn(organization, 'account', account.id),
    Email: account.email,
    Name: account.name,
    Status: account.status,
    State: account.status,
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: new Date(account.joinedAt),
  };
}

function unitOutput(organization: Organization, unit: OrganizationalUnit) {
  return { Id: unit.id, Arn: arn(organization, 'ou', unit.id), Name: unit.name };
}

/** Organizations pages by a token of its own, at most 20 a page; the token is the position. */
function page<T>(call: Call, items: readonly T[]): { items: T[]; NextToken: string | undefined } {
  const size = call.params.integer('MaxResults', 20, 1, 20);
  const token = call.params.optional('NextToken');
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidInputException', 'You provided an invalid value for NextToken.', 400);
  }
  const end = start + size;
  const next = end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  return { items: items.slice(start, end), NextToken: next };
}

function checkParent(call: Call, organization: Organization): string {
  const id = call.params.string('ParentId');
  if (id !== organization.rootId && !organization.units.some((unit) => unit.id === id)) {
    throw new AwsError('ParentNotFoundException', "You specified parent that doesn't exist.", 400);
  }
  return id;
}

/** Every Organizations action the sandbox answers. */
export const organizationsActions = {
  DescribeOrganization: reads(anyResource, (call) => {
    const organization = organizationOf(call);
    const management = organization.managementAccountId;
    return {
      Organization: {
        Id: organization.id,
        Arn: `arn:aws:organizations::${management}:organization/${organization.id}`,
        FeatureSet: 'ALL',
        MasterAccountArn: arn(organization, 'account', management),
        MasterAccountId: management,
        MasterAccountEmail: organization.accounts.find((account) => account.id === management)?.email,
      },
    };
  }),
  ListRoots: reads(anyResource, (call) => {
    const organization = managed(call);
    const root = { Id: organization.rootId, Arn: arn(organization, 'root', organization.rootId), Name: 'Root' };
    return { Roots: [{ ...root, PolicyTypes: [] }] };
  }),
  ListAccounts: reads(anyResource, (call) => {
    const organization = managed(call);
    const { items, NextToken } = page(call, organization.accounts);
    return { Accounts: items.map((account) => accountOutput(organization, account)), NextToken };
  }),
  ListAccountsForParent: reads(anyResource, (call) => {
    const organization = managed(call);
    const parent = checkParent(call, organization);
    const { items, NextToken } = page(
      call,
      organization.accounts.filter((account) => account.parentId === parent),
    );
    return { Accounts: items.map((account) => accountOutput(organization, account)), NextToken };
  }),
  ListOrganizationalUnitsForParent: reads(anyResource, (call) => {
    const organization = managed(call);
    const parent = checkParent(call, organization);
    const { items, NextToken } = page(
      call,
      organization.units.filter((unit) => unit.parentId === parent),
    );
    return { OrganizationalUnits: items.map((unit) => unitOutput(organization, unit)), NextToken };
  }),
  DescribeOrganizationalUnit: reads(anyResource, (call) => {
    const organization = managed(call);
    const id = call.params.string('OrganizationalUnitId');
    const unit = organization.units.find((each) => each.id === id);
    if (unit === undefined) {
      throw new AwsError(
        'OrganizationalUnitNotFoundException',
        "You specified an organizational unit that doesn't exist.",
      );
    }
    return { OrganizationalUnit: unitOutput(organization, unit) };
  }),
  ListParents: reads(anyResource, (call) => {
    const organization = managed(call);
    const id = call.params.string('ChildId');
    const child = [...organization.accounts, ...organization.units].find((each) => each.id === id);
    if (child === undefined) throw new AwsError('ChildNotFoundException', "You specified a child that doesn't exist.");
    const type = child.parentId === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    return { Parents: [{ Id: child.parentId, Type: type }] };
  }),
  DescribeAccount: reads(anyResource, (call) => {
    const organization = managed(call);
    const id = call.params.string('AccountId');
    const account = organization.accounts.find((each) => each.id === id);
    if (account === undefined) {
      throw new AwsError('AccountNotFoundException', "You specified an account that doesn't exist.");
    }
    return { Account: accountOutput(organization, account) };
  }),
} as const satisfies Record<string, ActionDefinition>;
