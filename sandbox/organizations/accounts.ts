import {
  CloseAccount$,
  type CloseAccountRequest,
  CreateAccount$,
  type CreateAccountRequest,
  type CreateAccountResponse,
  DescribeAccount$,
  type DescribeAccountRequest,
  type DescribeAccountResponse,
  ListAccounts$,
  type ListAccountsRequest,
  type ListAccountsResponse,
  ListTagsForResource$,
  type ListTagsForResourceRequest,
  type ListTagsForResourceResponse,
  MoveAccount$,
  type MoveAccountRequest,
  RegisterDelegatedAdministrator$,
  type RegisterDelegatedAdministratorRequest,
  RemoveAccountFromOrganization$,
  type RemoveAccountFromOrganizationRequest,
  TagResource$,
  type TagResourceRequest,
  UntagResource$,
  type UntagResourceRequest,
} from '@aws-sdk/client-organizations';
import type { OrganizationAccount } from '../store/organization';
import { AwsError } from '../wire/errors';
import { modelRead, modelWrite } from '../wire/model/operation';
import { checkParent, findAccount, managed, newId, pageFor, readable, shownAccount } from './state';

const ask = () => '*';
const constraint = (message: string) => new AwsError('ConstraintViolationException', message);

export const accountOperations = {
  ListAccounts: modelRead<ListAccountsRequest, ListAccountsResponse>(ListAccounts$, {
    ask,
    handle: (call, input) => {
      const organization = readable(call);
      const { items, next } = pageFor(organization.accounts, input);
      return { Accounts: items.map((account) => shownAccount(organization, account)), NextToken: next };
    },
  }),
  DescribeAccount: modelRead<DescribeAccountRequest, DescribeAccountResponse>(DescribeAccount$, {
    ask,
    handle: (call, { AccountId }) => {
      const organization = readable(call);
      return { Account: shownAccount(organization, findAccount(organization, AccountId)) };
    },
  }),
  CreateAccount: modelWrite<CreateAccountRequest, CreateAccountResponse>(CreateAccount$, {
    ask,
    handle: (call, { AccountName = '', Email = '' }) => {
      const organization = managed(call);
      if (organization.accounts.some(({ email }) => email === Email)) {
        throw constraint('The email address is already associated with an account.');
      }
      const account: OrganizationAccount = {
        id: String(call.world.random.between(1, 9)) + call.world.random.text('0123456789', 11),
        name: AccountName,
        email: Email,
        parentId: organization.rootId,
        status: 'ACTIVE',
        joinedMethod: 'CREATED',
        joinedAt: call.now,
      };
      call.world.addAccount(account.id, account.name, account.email);
      organization.accounts.push(account);
      const at = new Date(call.now);
      return {
        CreateAccountStatus: {
          Id: newId(call, 'car-', 32),
          AccountName,
          State: 'SUCCEEDED',
          AccountId: account.id,
          RequestedTimestamp: at,
          CompletedTimestamp: at,
        },
      };
    },
  }),
  MoveAccount: modelWrite<MoveAccountRequest, object>(MoveAccount$, {
    ask,
    handle: (call, { AccountId, SourceParentId, DestinationParentId }) => {
      const organization = managed(call);
      const found = findAccount(organization, AccountId);
      if (found.parentId !== SourceParentId) {
        throw new AwsError('SourceParentNotFoundException', "You specified a source parent that doesn't exist.");
      }
      const moved = { ...found, parentId: checkParent(organization, DestinationParentId) };
      organization.accounts = organization.accounts.map((each) => (each === found ? moved : each));
      return {};
    },
  }),
  CloseAccount: modelWrite<CloseAccountRequest, object>(CloseAccount$, {
    ask,
    handle: (call, { AccountId }) => {
      const organization = managed(call);
      const found = findAccount(organization, AccountId);
      if (found.id === organization.managementAccountId) throw constraint('You cannot close the management account.');
      const closed = { ...found, status: 'SUSPENDED' as const };
      organization.accounts = organization.accounts.map((each) => (each === found ? closed : each));
      return {};
    },
  }),
  RemoveAccountFromOrganization: modelWrite<RemoveAccountFromOrganizationRequest, object>(
    RemoveAccountFromOrganization$,
    {
      ask,
      handle: (call, { AccountId }) => {
        const organization = managed(call);
        const found = findAccount(organization, AccountId);
        if (found.id === organization.managementAccountId) {
          throw new AwsError('MasterCannotLeaveOrganizationException', 'The management account cannot be removed.');
        }
        organization.accounts = organization.accounts.filter((each) => each !== found);
        return {};
      },
    },
  ),
  RegisterDelegatedAdministrator: modelWrite<RegisterDelegatedAdministratorRequest, object>(
    RegisterDelegatedAdministrator$,
    {
      ask,
      handle: (call, { AccountId }) => {
        const organization = managed(call);
        const { id } = findAccount(organization, AccountId);
        organization.delegatedAdministrators = [...new Set([...(organization.delegatedAdministrators ?? []), id])];
        return {};
      },
    },
  ),
  ListTagsForResource: modelRead<ListTagsForResourceRequest, ListTagsForResourceResponse>(ListTagsForResource$, {
    ask,
    handle: (call, { ResourceId = '' }) => {
      const tags = readable(call).tags?.[ResourceId] ?? {};
      return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
    },
  }),
  TagResource: modelWrite<TagResourceRequest, object>(TagResource$, {
    ask,
    handle: (call, { ResourceId = '', Tags }) => {
      const organization = managed(call);
      const added = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
      organization.tags = { ...organization.tags, [ResourceId]: { ...organization.tags?.[ResourceId], ...added } };
      return {};
    },
  }),
  UntagResource: modelWrite<UntagResourceRequest, object>(UntagResource$, {
    ask,
    handle: (call, { ResourceId = '', TagKeys }) => {
      const organization = managed(call);
      const kept = Object.entries(organization.tags?.[ResourceId] ?? {}).filter(([key]) => !TagKeys?.includes(key));
      organization.tags = { ...organization.tags, [ResourceId]: Object.fromEntries(kept) };
      return {};
    },
  }),
};
