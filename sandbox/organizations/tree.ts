import {
  CreateOrganizationalUnit$,
  type CreateOrganizationalUnitRequest,
  type CreateOrganizationalUnitResponse,
  DeleteOrganizationalUnit$,
  type DeleteOrganizationalUnitRequest,
  DescribeOrganization$,
  DescribeOrganizationalUnit$,
  type DescribeOrganizationalUnitRequest,
  type DescribeOrganizationalUnitResponse,
  type DescribeOrganizationResponse,
  ListAccountsForParent$,
  type ListAccountsForParentRequest,
  type ListAccountsForParentResponse,
  ListOrganizationalUnitsForParent$,
  type ListOrganizationalUnitsForParentRequest,
  type ListOrganizationalUnitsForParentResponse,
  ListParents$,
  type ListParentsRequest,
  type ListParentsResponse,
  ListRoots$,
  type ListRootsRequest,
  type ListRootsResponse,
  UpdateOrganizationalUnit$,
  type UpdateOrganizationalUnitRequest,
  type UpdateOrganizationalUnitResponse,
} from '@aws-sdk/client-organizations';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import {
  arnIn,
  checkParent,
  findUnit,
  managed,
  newId,
  organizationOf,
  pageFor,
  readable,
  shownAccount,
  shownRoot,
  shownUnit,
} from './state';

const ask = () => '*';

export const treeOperations = {
  DescribeOrganization: modelRead<object, DescribeOrganizationResponse>(DescribeOrganization$, {
    ask,
    handle: (call) => {
      const organization = organizationOf(call);
      const management = organization.managementAccountId;
      return {
        Organization: {
          Id: organization.id,
          Arn: `arn:aws:organizations::${management}:organization/${organization.id}`,
          FeatureSet: 'ALL',
          MasterAccountArn: arnIn(organization, 'account', management),
          MasterAccountId: management,
          MasterAccountEmail: organization.accounts.find((account) => account.id === management)?.email,
          AvailablePolicyTypes: shownRoot(organization).PolicyTypes,
        },
      };
    },
  }),
  ListRoots: modelRead<ListRootsRequest, ListRootsResponse>(ListRoots$, {
    ask,
    handle: (call) => ({ Roots: [shownRoot(readable(call))] }),
  }),
  ListOrganizationalUnitsForParent: modelRead<
    ListOrganizationalUnitsForParentRequest,
    ListOrganizationalUnitsForParentResponse
  >(ListOrganizationalUnitsForParent$, {
    ask,
    handle: (call, input) => {
      const organization = readable(call);
      const parent = checkParent(organization, input.ParentId);
      const { items, next } = pageFor(
        organization.units.filter((unit) => unit.parentId === parent),
        input,
      );
      return { OrganizationalUnits: items.map((unit) => shownUnit(organization, unit)), NextToken: next };
    },
  }),
  ListAccountsForParent: modelRead<ListAccountsForParentRequest, ListAccountsForParentResponse>(
    ListAccountsForParent$,
    {
      ask,
      handle: (call, input) => {
        const organization = readable(call);
        const parent = checkParent(organization, input.ParentId);
        const { items, next } = pageFor(
          organization.accounts.filter((account) => account.parentId === parent),
          input,
        );
        return { Accounts: items.map((account) => shownAccount(organization, account)), NextToken: next };
      },
    },
  ),
  ListParents: modelRead<ListParentsRequest, ListParentsResponse>(ListParents$, {
    ask,
    handle: (call, { ChildId }) => {
      const organization = readable(call);
      const child = [...organization.accounts, ...organization.units].find((each) => each.id === ChildId);
      if (child === undefined) {
        throw new AwsError('ChildNotFoundException', "You specified a child that doesn't exist.");
      }
      const Type = child.parentId === organization.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
      return { Parents: [{ Id: child.parentId, Type }] };
    },
  }),
  DescribeOrganizationalUnit: modelRead<DescribeOrganizationalUnitRequest, DescribeOrganizationalUnitResponse>(
    DescribeOrganizationalUnit$,
    {
      ask,
      handle: (call, { OrganizationalUnitId }) => {
        const organization = readable(call);
        return { OrganizationalUnit: shownUnit(organization, findUnit(organization, OrganizationalUnitId)) };
      },
    },
  ),
  CreateOrganizationalUnit: modelWrite<CreateOrganizationalUnitRequest, CreateOrganizationalUnitResponse>(
    CreateOrganizationalUnit$,
    {
      ask,
      handle: (call, { ParentId, Name = '', Tags }) => {
        const organization = managed(call);
        const parentId = checkParent(organization, ParentId);
        if (organization.units.some((unit) => unit.parentId === parentId && unit.name === Name)) {
          throw new AwsError(
            'DuplicateOrganizationalUnitException',
            'An organizational unit with the same name already exists in this parent.',
          );
        }
        const unit = { id: newId(call, `ou-${organization.rootId.slice(2)}-`, 8), name: Name, parentId };
        organization.units.push(unit);
        const tags = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
        organization.tags = { ...organization.tags, [unit.id]: tags };
        return { OrganizationalUnit: shownUnit(organization, unit) };
      },
    },
  ),
  UpdateOrganizationalUnit: modelWrite<UpdateOrganizationalUnitRequest, UpdateOrganizationalUnitResponse>(
    UpdateOrganizationalUnit$,
    {
      ask,
      handle: (call, { OrganizationalUnitId, Name }) => {
        const organization = managed(call);
        const found = findUnit(organization, OrganizationalUnitId);
        const changed = { ...found, name: Name ?? found.name };
        organization.units = organization.units.map((unit) => (unit === found ? changed : unit));
        return { OrganizationalUnit: shownUnit(organization, changed) };
      },
    },
  ),
  DeleteOrganizationalUnit: modelWrite<DeleteOrganizationalUnitRequest, object>(DeleteOrganizationalUnit$, {
    ask,
    handle: (call, { OrganizationalUnitId }) => {
      const organization = managed(call);
      const found = findUnit(organization, OrganizationalUnitId);
      if ([...organization.units, ...organization.accounts].some(({ parentId }) => parentId === found.id)) {
        throw new AwsError(
          'OrganizationalUnitNotEmptyException',
          'The specified organizational unit is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again.',
        );
      }
      organization.units = organization.units.filter((unit) => unit !== found);
      return {};
    },
  }),
};
